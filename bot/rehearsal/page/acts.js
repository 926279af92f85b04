// What a click of the page sends to the double, and what becomes of the answer.

import { isTelegramLink } from "./safe.js";
import { Refused, post, postFiles } from "./server.js";
import { chooseChat, chooseGroup, newGroupForm } from "./parts/group.js";
import { alertOf, say } from "./parts/toast.js";
import { isPrivate, placeOf, same, topicOf, view } from "./view.js";
import { words } from "./words.js";

export class Acts {
  /** `page` offers world(), refresh(), redraw(), pane(chat), showPrivate(), showGroup(id) and news() (where toasts go). */
  constructor(page) {
    this.page = page;
    this.counter = 0;
  }

  /** Posts and re-reads the world; false, with the reason on screen, when the double refuses. */
  async ask(path, body, host = this.page.news(), files = []) {
    try {
      const answer = files.length ? await postFiles(path, body, files) : await post(path, body);
      await this.page.refresh();
      return answer;
    } catch (error) {
      say(host, error instanceof Refused ? error.message : words("unreachable"), "refusal");
      return false;
    }
  }

  async act(act, details, host, person = view.person) {
    const answer = await this.ask("/world/acts", { person, act, ...details }, host);
    if (answer?.toast) await this.showToast(answer.toast, host ?? this.page.news());
    return Boolean(answer);
  }

  async showToast({ text, alert, url }, host) {
    if (text && alert) alertOf(this.page.world().bot.name, text);
    else if (text) say(host, text);
    if (url) await this.follow(url, { toasts: host });
  }

  tap(chat, message, { label }) {
    return this.act("tap", { chat: chat.id, message: message.id, label }, this.page.pane(chat).toasts);
  }

  /** Says something, with its files: those to be looked at together, and so with files and voice messages. */
  async send(chat, topic, { text, entities, files }, replyTo) {
    this.counter += 1;
    const names = files.map((one) => one.file.name);
    const after = chat.messages.at(-1)?.id ?? 0;
    const waiting = { key: this.counter, place: placeOf(chat, topic), after, text: [...names, text].join("\n").trim() };
    view.pending.push(waiting);
    this.page.pane(chat).log.toEnd();
    this.page.redraw();
    const details = { chat: chat.id, text, entities, reply_to: replyTo, topic };
    const sent = files.length
      ? await this.share(details, files, this.page.pane(chat).toasts)
      : await this.act("send", details, this.page.pane(chat).toasts);
    view.pending = view.pending.filter((one) => one !== waiting);
    this.page.redraw();
    return sent;
  }

  async share(details, entries, host) {
    let said = details;
    for (const how of new Set(entries.map((one) => one.how))) {
      const files = entries.filter((one) => one.how === how).map((one) => one.file);
      if (!(await this.ask("/world/acts", { person: view.person, act: "share", how, ...said }, host, files))) return false;
      said = { ...details, text: "", entities: [] };
    }
    for (const { url } of entries) if (url) URL.revokeObjectURL(url);
    return true;
  }

  edit(chat, message, { text, entities }) {
    const details = { chat: chat.id, message: message.id, text, entities };
    return this.act("edit", details, this.page.pane(chat).toasts);
  }

  /** Asks to whom, and passes a message on, or all parts of an album. */
  forward(source, parts) {
    chooseChat(this.page.world(), async (chat) => {
      const details = { source: source.id, messages: parts.map((one) => one.id), chat: chat.id, topic: topicOf(chat) };
      if (!(await this.act("forward", details, this.page.pane(source).toasts))) return;
      if (isPrivate(chat)) this.page.showPrivate();
      else this.page.showGroup(chat.id);
    });
  }

  /** Telegram's own links open inside the rehearsal; others in a new window. */
  async follow(address, pane) {
    if (!isTelegramLink(address)) {
      window.open(address, "_blank", "noopener,noreferrer");
      return true;
    }
    if (/[?&]startgroup/u.test(address)) return this.addToGroup(address);
    const { person } = view;
    const opened = await this.act("open", { link: address }, pane.toasts);
    if (opened && same(person, view.person)) this.page.showPrivate();
    return opened;
  }

  /** As the app does, a link that adds the bot to a group asks to which one. */
  addToGroup(link) {
    const add = async (chat) => {
      if (await this.act("open", { link, chat })) this.page.showGroup(chat);
    };
    const create = async (values) => {
      const made = await this.makeGroup(values);
      if (made) await add(made.id);
      return made;
    };
    const world = this.page.world();
    chooseGroup(world, add, () => newGroupForm(world, create));
  }

  async makeGroup(values) {
    const made = await this.ask("/world/groups", { ...values, creator: Number(values.creator) });
    if (made) this.page.showGroup(made.id);
    return made;
  }

  /** The one thing that lets a person write where they cannot yet: start, unblock or join. */
  async door(chat) {
    const person = this.page.world().persons.find((one) => same(one.id, view.person));
    const pane = this.page.pane(chat);
    const kind = isPrivate(chat) ? (person.blocked ? "unblock" : "open") : "join";
    if (await this.act(kind, { chat: chat.id }, pane.toasts)) pane.log.focus();
  }

  async ahead(seconds) {
    return (await this.ask("/world/clock", { ahead: seconds })) ? this.page.world().now : null;
  }

  playStory(name) {
    return this.ask("/world/story", { name });
  }
}

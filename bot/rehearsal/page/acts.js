// What a click of the page sends to the double, and what becomes of the answer.

import { isTelegramLink } from "./safe.js";
import { Refused, post } from "./server.js";
import { chooseGroup, newGroupForm } from "./parts/group.js";
import { alertOf, say } from "./parts/toast.js";
import { isPrivate, placeOf, same, view } from "./view.js";
import { words } from "./words.js";

export class Acts {
  /** `page` offers world(), refresh(), redraw(), pane(chat), showPrivate(), showGroup(id) and news() (where toasts go). */
  constructor(page) {
    this.page = page;
    this.counter = 0;
  }

  /** Posts and re-reads the world; false, with the reason on screen, when the double refuses. */
  async ask(path, body, host = this.page.news()) {
    try {
      const answer = await post(path, body);
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

  async send(chat, topic, text, replyTo) {
    this.counter += 1;
    const waiting = { key: this.counter, place: placeOf(chat, topic), text };
    view.pending.push(waiting);
    this.page.pane(chat).log.toEnd();
    this.page.redraw();
    const details = { chat: chat.id, text, reply_to: replyTo, topic };
    const sent = await this.act("send", details, this.page.pane(chat).toasts);
    view.pending = view.pending.filter((one) => one !== waiting);
    this.page.redraw();
    return sent;
  }

  edit(chat, message, text) {
    return this.act("edit", { chat: chat.id, message: message.id, text }, this.page.pane(chat).toasts);
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

  playStory() {
    return this.ask("/world/story", { name: "first-wheel" });
  }
}

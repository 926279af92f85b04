// One chat on screen: who it is, its topics, its log, and where to write.

import { el, icon, keyed, setAttribute, setText } from "../dom.js";
import { messagesOf, placeOf, same, topicOf, unread } from "../view.js";
import { words } from "../words.js";
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { say, toastHost } from "./toast.js";

export class Pane {
  /** `acts` are those of the composer and of a log line, and topic(chat, id); `extra` are the header's buttons. */
  constructor(host, id, acts, extra) {
    this.host = host;
    this.acts = acts;
    this.avatar = el("span", { class: "avatar", "aria-hidden": "true" });
    this.title = el("h2", { id: `title-${id}`, dir: "auto" });
    this.subtitle = el("p");
    this.header = el("header", { class: "chat-head" }, this.avatar, el("div", { class: "titles" }, this.title, this.subtitle), extra);
    this.topics = el("nav", { class: "topics", hidden: true });
    this.toasts = toastHost();
    this.composer = new Composer(`write-${id}`, { ...acts, complain: (text) => say(this.toasts, text, "refusal") });
    this.log = new Log({ ...this.lineActs() });
    host.addEventListener("dragover", (event) => event.preventDefault());
    host.addEventListener("drop", (event) => this.composer.takeFiles(event, event.dataTransfer));
    setAttribute(host, "aria-labelledby", `title-${id}`);
    host.append(this.header, this.topics, this.log.node, this.composer.node, this.toasts);
  }

  lineActs() {
    return {
      tap: (message, button) => this.acts.tap(this.chat, message, button),
      follow: (address) => this.acts.follow(address, this),
      enlarge: (media, alt) => this.acts.enlarge(media, alt),
      forward: (parts) => this.acts.forward(this.chat, parts),
      reply: (message) => this.composer.answer(message),
      edit: (message) => this.composer.answer(message, true),
    };
  }

  /**
   * Shows a chat as `person` sees it: `head` {title, subtitle, sign, who, and name if the title is more than that},
   * `door` for the composer, `who` for colours.
   */
  show(chat, head, person, door, who) {
    this.chat = chat;
    const topic = topicOf(chat);
    setText(this.title, head.title);
    setText(this.subtitle, head.subtitle);
    this.showSign(head);
    this.showTopics(chat, topic, person);
    const label = words("messages_in", { chat: head.title });
    this.log.show(placeOf(chat, topic), label, messagesOf(chat, topic), who, chat.kind !== "private");
    this.composer.show(chat, topic, head.name ?? head.title, person, door);
  }

  showSign({ sign, who }) {
    if (this.signed === sign) return;
    this.signed = sign;
    this.avatar.dataset.who = who;
    this.avatar.replaceChildren(sign === null ? icon("tree") : sign);
  }

  showTopics(chat, topic, person) {
    const all = chat.topics?.length ? [{ id: null, name: words("general"), closed: false }, ...chat.topics] : [];
    this.topics.hidden = all.length === 0;
    setAttribute(this.topics, "aria-label", words("topics"));
    const items = all.map((one) => ({ ...one, current: same(one.id, topic), count: unread(person.id, chat, one.id) }));
    const keyedItems = items.map((one) => ({ ...one, key: `${chat.id}|${one.id}`, sign: JSON.stringify(one) }));
    keyed(this.topics, keyedItems, { make: (one) => this.topicTab(one), fill: fillTopic });
  }

  topicTab({ id }) {
    return el("button", { type: "button", onclick: () => this.acts.topic(this.chat, id) });
  }
}

function fillTopic(node, { name, closed, current, count }) {
  setAttribute(node, "aria-current", current ? "true" : null);
  const lock = closed && el("span", { class: "hidden" }, ` (${words("closed")})`);
  const dot = count > 0 && !current && el("span", { class: "badge" }, String(count));
  node.replaceChildren(...[closed && icon("lock"), el("bdi", {}, name), lock, dot].filter(Boolean));
}

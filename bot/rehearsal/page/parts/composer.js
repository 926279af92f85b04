// Where a person writes: the text box with its reply box and its tray of files, or the door that stands in its place.

import { el, icon, setAttribute, setText } from "../dom.js";
import { excerpt } from "../format.js";
import { MARKS, marked, toggleMark, unmarked } from "../marks.js";
import { answerableOf, isPrivate, placeOf, same, view } from "../view.js";
import { words } from "../words.js";
import { gistOf } from "./media.js";
import { menuButton } from "./menu.js";
import { Tray } from "./tray.js";

const CAPTION = 1024;
const FORMATS = [["bold", "KeyB", false], ["italic", "KeyI", false], ["strikethrough", "KeyX", true], ["spoiler", "KeyP", true]];

export class Composer {
  /**
   * `acts` offers send(chat, topic, said, reply_to), edit(chat, message, said) and door(chat), all promises of success,
   * and complain(text). What is said is {text, entities, files}.
   */
  constructor(id, acts) {
    this.acts = acts;
    this.place = null;
    this.box = el("textarea", { id, rows: 1, maxlength: 20000, enterkeyhint: "send", dir: "auto" });
    this.label = el("label", { for: id, class: "hidden" });
    this.sendButton = el("button", { type: "submit", class: "send" }, icon("send"));
    this.replyText = el("p", { dir: "auto" });
    this.replyName = el("b");
    this.cancel = el("button", { type: "button", class: "quiet", onclick: () => this.dropReply() }, icon("close"));
    this.replyBox = el("div", { class: "reply-box", hidden: true }, icon("reply"), el("div", {}, this.replyName, this.replyText), this.cancel);
    this.tray = new Tray({ complain: (text) => acts.complain(text), changed: () => this.filesChanged() });
    this.attach = menuButton({ drawing: "clip", items: () => this.tray.items(), id: `attach-${id}` });
    this.format = menuButton({ drawing: "format", items: () => this.formats(), id: `format-${id}` });
    const line = [this.label, this.attach, this.box, this.format, this.sendButton];
    this.form = el("form", { onsubmit: (event) => this.submit(event) }, this.tray.node, el("div", { class: "write" }, line));
    this.doorText = el("p");
    this.doorButton = el("button", { type: "button", class: "strong", onclick: () => this.acts.door(this.chat) });
    this.door = el("div", { class: "door", hidden: true }, this.doorText, this.doorButton);
    this.node = el("div", { class: "composer" }, this.replyBox, this.form, this.door);
    this.box.addEventListener("keydown", (event) => this.press(event));
    this.box.addEventListener("input", () => view.drafts.set(this.place, this.box.value));
    this.box.addEventListener("paste", (event) => this.takeFiles(event, event.clipboardData));
  }

  /** Shows the box for this chat, or a door: {text, label} when the person cannot write there yet. */
  show(chat, topic, title, person, door) {
    this.chat = chat;
    this.topic = topic;
    this.changePlace(placeOf(chat, topic));
    this.form.hidden = Boolean(door);
    this.door.hidden = !door;
    setText(this.doorText, door?.text ?? "");
    setText(this.doorButton, door?.label ?? "");
    setText(this.label, words("message_as", { chat: title, person: person.name }));
    this.tray.show(this.place);
    for (const [node, key] of [[this.sendButton, "send"], [this.attach, "attach"], [this.format, "format"]]) {
      setAttribute(node, "aria-label", words(key));
    }
    setAttribute(this.cancel, "aria-label", words("cancel"));
    this.showReply(door ? null : this.replyNow(), person);
  }

  changePlace(place) {
    if (place === this.place) return;
    this.place = place;
    this.box.value = view.drafts.get(place) ?? "";
  }

  // What the next message answers: what the person chose, else an open ForceReply that they did not wave away.
  replyNow() {
    const chosen = view.replies.get(this.place);
    if (chosen?.message) return chosen;
    const forced = forcedReply(this.chat, this.topic);
    return forced && !same(chosen?.waved, forced.id) ? { message: forced, forced: true } : null;
  }

  showReply(reply, person) {
    const wasHidden = this.replyBox.hidden;
    this.reply = reply;
    this.replyBox.hidden = !reply;
    setAttribute(this.box, "placeholder", words(reply?.forced ? "answer_here" : "write", { person: person.name }));
    if (!reply) return;
    setText(this.replyName, reply.editing ? words("editing") : words("reply_to", { name: reply.message.from.name }));
    setText(this.replyText, excerpt(gistOf(reply.message)));
    if (wasHidden && reply.forced && this.box.offsetParent && this.isIdle()) this.box.focus();
  }

  // The app opens the keyboard for a forced reply; here too, unless the person is busy elsewhere on the page.
  isIdle() {
    const { activeElement } = document;
    return activeElement === document.body || (activeElement.matches(".key, .log") && this.node.parentElement.contains(activeElement));
  }

  answer(message, editing = false) {
    view.replies.set(this.place, { message, editing });
    if (editing) this.fillBox(marked(message.html));
    this.acts.refresh();
    this.box.focus();
  }

  dropReply() {
    const { message, forced, editing } = this.reply ?? {};
    view.replies.set(this.place, forced ? { waved: message.id } : {});
    if (editing) this.fillBox("");
    this.acts.refresh();
    this.box.focus();
  }

  /** Takes the files that are pasted or dropped, if there are any. */
  takeFiles(event, { files }) {
    if (!files.length || this.form.hidden) return;
    event.preventDefault();
    this.tray.take(files);
  }

  filesChanged() {
    this.acts.refresh();
    this.box.focus();
  }

  formats() {
    return FORMATS.map(([type]) => ({ label: words(type), drawing: type, run: () => this.mark(type) }));
  }

  pressFormat(event) {
    const [type] = FORMATS.find(([, code, shift]) => code === event.code && shift === event.shiftKey) ?? [];
    if (!type) return;
    event.preventDefault();
    this.mark(type);
  }

  mark(type) {
    toggleMark(this.box, MARKS[type]);
    view.drafts.set(this.place, this.box.value);
    this.box.focus();
  }

  fillBox(text) {
    this.box.value = text;
    view.drafts.set(this.place, text);
  }

  press(event) {
    if (event.key === "Escape" && this.reply) this.dropReply();
    if (event.ctrlKey || event.metaKey) this.pressFormat(event);
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  async submit(event) {
    event.preventDefault();
    const text = this.box.value;
    const { place, chat, topic, reply } = this;
    const said = unmarked(text);
    if (!text.trim() && (reply?.editing || !this.tray.entries().length)) return;
    if (this.isTooLong(said.text, reply)) return;
    this.fillBox("");
    view.replies.delete(place);
    const files = reply?.editing ? [] : this.tray.empty(place);
    const done = reply?.editing
      ? await this.acts.edit(chat, reply.message, said)
      : await this.acts.send(chat, topic, { ...said, files }, reply?.message.id ?? null);
    if (!done) this.giveBack(place, text, reply, files);
  }

  isTooLong(text, reply) {
    const isCaption = reply?.editing ? reply.message.media : this.tray.entries().length;
    if (!isCaption || text.trim().length <= CAPTION) return false;
    this.acts.complain(words("caption_long", { most: CAPTION, length: text.trim().length }));
    return true;
  }

  giveBack(place, text, reply, files) {
    this.tray.giveBack(place, files);
    if (!view.drafts.get(place)) view.drafts.set(place, text);
    if (reply && !reply.forced) view.replies.set(place, reply);
    if (place === this.place) this.box.value = view.drafts.get(place);
    this.acts.refresh();
  }
}

/** The last message that asks this person for a reply and has none yet; in a group, one that answers another is theirs. */
function forcedReply(chat, topic) {
  const messages = answerableOf(chat, topic);
  const last = messages.findLast((one) => one.force_reply || same(one.from?.id, view.person));
  if (!last?.force_reply || messages.some((one) => same(one.reply_to, last.id))) return null;
  const target = messages.find((one) => same(one.id, last.reply_to));
  return isPrivate(chat) || !target || same(target.from?.id, view.person) ? last : null;
}

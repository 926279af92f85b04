// Where a person writes: the text box with its reply box, or the door that stands in its place.

import { el, icon, setAttribute, setText } from "../dom.js";
import { excerpt } from "../format.js";
import { answerableOf, isPrivate, placeOf, same, view } from "../view.js";
import { words } from "../words.js";

export class Composer {
  /** `acts` offers send(chat, text, reply_to), edit(chat, message, text) and door(chat), all promises of success. */
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
    this.form = el("form", { class: "write", onsubmit: (event) => this.submit(event) }, this.label, this.box, this.sendButton);
    this.doorText = el("p");
    this.doorButton = el("button", { type: "button", class: "strong", onclick: () => this.acts.door(this.chat) });
    this.door = el("div", { class: "door", hidden: true }, this.doorText, this.doorButton);
    this.node = el("div", { class: "composer" }, this.replyBox, this.form, this.door);
    this.box.addEventListener("keydown", (event) => this.press(event));
    this.box.addEventListener("input", () => view.drafts.set(this.place, this.box.value));
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
    setAttribute(this.sendButton, "aria-label", words("send"));
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
    setText(this.replyText, excerpt(reply.message.text));
    if (wasHidden && reply.forced && this.box.offsetParent && this.isIdle()) this.box.focus();
  }

  // The app opens the keyboard for a forced reply; here too, unless the person is busy elsewhere on the page.
  isIdle() {
    const { activeElement } = document;
    return activeElement === document.body || (activeElement.matches(".key, .log") && this.node.parentElement.contains(activeElement));
  }

  answer(message, editing = false) {
    view.replies.set(this.place, { message, editing });
    if (editing) this.fillBox(message.text);
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

  fillBox(text) {
    this.box.value = text;
    view.drafts.set(this.place, text);
  }

  press(event) {
    if (event.key === "Escape" && this.reply) this.dropReply();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.form.requestSubmit();
  }

  async submit(event) {
    event.preventDefault();
    const text = this.box.value;
    const { place, chat, topic, reply } = this;
    if (!text.trim()) return;
    this.fillBox("");
    view.replies.delete(place);
    const done = reply?.editing
      ? await this.acts.edit(chat, reply.message, text)
      : await this.acts.send(chat, topic, text, reply?.message.id ?? null);
    if (!done) this.giveBack(place, text, reply);
  }

  giveBack(place, text, reply) {
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

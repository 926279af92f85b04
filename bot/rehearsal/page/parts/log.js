// The log of one chat: keyed lines, a scroll that stays where the reader left it, and one tab stop for all of it.

import { el, icon, keyed, setAttribute, setText } from "../dom.js";
import { words } from "../words.js";
import { keyOf, linesOf } from "./lines.js";
import { fillItem, makeItem } from "./message.js";

const NEAR = 48;
const MARGIN = 8;
const STOPS = "button, a, audio, video.film, .spoiler[role]";

export class Log {
  constructor(hooks) {
    this.hooks = { ...hooks, show: (message) => this.reveal(message) };
    this.list = el("ol", { class: "lines" });
    this.empty = el("p", { class: "empty" });
    this.scroller = el("div", { class: "log", role: "log", tabindex: "-1" }, this.empty, this.list);
    this.count = el("span");
    this.jump = el("button", { type: "button", class: "jump", hidden: true, onclick: () => this.toEnd() }, icon("down"), this.count);
    this.node = el("div", { class: "log-frame" }, this.scroller, this.jump);
    this.place = null;
    this.scrolls = new Map();
    this.pinned = true;
    this.current = null;
    this.listen();
  }

  listen() {
    this.scroller.addEventListener("scroll", () => this.noteScroll(), { passive: true });
    this.list.addEventListener("keydown", (event) => this.move(event));
    this.list.addEventListener("focusin", (event) => this.setCurrent(event.target.closest("li.message")));
    const sizes = new ResizeObserver(() => this.onSize());
    sizes.observe(this.list);
    sizes.observe(this.scroller);
  }

  /** Shows the messages of one place (person, chat and topic); `who` gives an author's colour number. */
  show(place, label, messages, who, isGroup) {
    const moved = place !== this.place;
    if (moved) this.leave(place);
    setAttribute(this.scroller, "aria-label", label);
    this.items = linesOf(place, messages, who, isGroup);
    keyed(this.list, this.items, { make: makeItem, fill: (node, item) => this.fill(node, item) });
    this.empty.hidden = this.items.length > 0;
    setText(this.empty, words("empty"));
    this.chooseCurrent();
    if (moved) this.arrive(messages);
    else if (this.pinned) this.stickToEnd();
    this.showJump(messages);
  }

  leave(place) {
    if (this.place) this.scrolls.set(this.place, this.pinned ? null : this.scroller.scrollTop);
    this.place = place;
    setAttribute(this.scroller, "aria-live", "off");
  }

  arrive(messages) {
    this.read = messages.length;
    const top = this.scrolls.get(this.place) ?? null;
    this.pinned = top === null;
    this.scroller.scrollTop = top ?? this.end();
    requestAnimationFrame(() => setAttribute(this.scroller, "aria-live", "polite"));
  }

  fill(node, item) {
    fillItem(node, item, this.hooks);
    if (item.kind === "message") this.setStops(node, node === this.current);
  }

  onSize() {
    this.size = sizeOf(this.scroller);
    if (this.pinned) this.stickToEnd();
  }

  // A window that changes its size scrolls as well: that is not the reader, who still wants the end.
  noteScroll() {
    if (this.size !== sizeOf(this.scroller)) return;
    this.pinned = this.scroller.scrollTop > this.end() - NEAR;
    if (this.pinned) this.jump.hidden = true;
  }

  // The last line is in view; one with a picture that is taller than the window is shown from its top.
  end() {
    const { scrollHeight, clientHeight } = this.scroller;
    const last = this.list.lastElementChild;
    const top = last?.querySelector(".picture") ? last.offsetTop - MARGIN : Infinity;
    return Math.max(0, Math.min(scrollHeight - clientHeight, top));
  }

  // Never back up: the reader may be further down in that line already.
  stickToEnd() {
    this.scroller.scrollTop = Math.max(this.scroller.scrollTop, this.end());
  }

  toEnd() {
    this.pinned = true;
    this.stickToEnd();
    this.jump.hidden = true;
  }

  /** Gives the log the focus: the next stop is the newest message that can be answered. */
  focus() {
    this.scroller.focus({ preventScroll: true });
  }

  showJump(messages) {
    if (this.pinned) this.read = messages.length;
    this.jump.hidden = this.pinned;
    const count = Math.max(0, messages.length - this.read);
    setText(this.count, count ? words("new_messages", { count }) : words("latest"));
  }

  /** Scrolls to a message and gives it the focus, so that a reader of any kind finds it. */
  reveal(message) {
    const item = this.items.find(({ parts }) => parts?.some((one) => keyOf(one) === keyOf(message)));
    const node = [...this.list.children].find((one) => one.dataset.key === item?.key);
    if (!node) return;
    this.pinned = false;
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "center" });
  }

  // One message at a time is in the tab order, with its buttons; arrows go from message to message.
  chooseCurrent() {
    const held = this.list.contains(document.activeElement);
    if (held && this.current?.isConnected) return;
    const lines = [...this.list.querySelectorAll(":scope > li.message")];
    this.setCurrent(lines.findLast((line) => line.querySelector(".key")) ?? lines.at(-1) ?? null);
  }

  setCurrent(node) {
    if (!node || node === this.current) return;
    if (this.current) this.setStops(this.current, false);
    this.current = node;
    this.setStops(node, true);
  }

  setStops(node, isCurrent) {
    node.tabIndex = isCurrent ? 0 : -1;
    for (const stop of node.querySelectorAll(STOPS)) stop.tabIndex = isCurrent ? 0 : -1;
  }

  move(event) {
    const step = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const lines = [...this.list.querySelectorAll(":scope > li.message")];
    const at = lines.indexOf(event.target.closest("li.message"));
    const next = lines[Math.min(lines.length - 1, Math.max(0, at + step))];
    event.preventDefault();
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  }
}

const sizeOf = ({ clientWidth, clientHeight, scrollHeight }) => `${clientWidth}|${clientHeight}|${scrollHeight}`;

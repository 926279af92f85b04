// What goes with the next message: files that were chosen, pasted, dropped or recorded, each with a way to take it out.

import { el, icon, keyed, setAttribute } from "../dom.js";
import { sizeOf } from "../format.js";
import { view } from "../view.js";
import { words } from "../words.js";
import { canRecord, Recorder } from "./recorder.js";

// Telegram's own limits, in bytes: for a picture, and for any other file that a bot passes on.
const PHOTO_BYTES = 10 * 1024 * 1024;
const FILE_BYTES = 50 * 1024 * 1024;
const PICTURE = /^image\/(jpeg|png|webp)$/u;
const ACCEPTED = { view: "image/*,video/*", file: "", voice: "audio/*" };

export class Tray {
  /** `box` offers complain(text), and changed() when the tray of its place has other files. */
  constructor(box) {
    this.box = box;
    this.list = el("ul", { class: "tray", hidden: true });
    this.recorder = new Recorder({ ...box, done: (file) => this.add([file], "voice") });
    this.inputs = Object.keys(ACCEPTED).map((how) => this.input(how));
    this.node = el("div", {}, this.inputs, this.recorder.node, this.list);
  }

  input(how) {
    const multiple = how !== "voice";
    const node = el("input", { type: "file", hidden: true, multiple, accept: ACCEPTED[how] || null, "data-how": how });
    node.addEventListener("change", () => {
      this.add([...node.files], how);
      node.value = "";
    });
    return node;
  }

  /** What the menu of attachments offers. */
  items() {
    const [pictures, files, voice] = this.inputs.map((input) => () => input.click());
    const record = { label: words("record_voice"), drawing: "mic", run: () => this.recorder.start() };
    return [
      { label: words("attach_view"), drawing: "photo", run: pictures },
      { label: words("attach_file"), drawing: "file", run: files },
      { label: words("attach_voice"), drawing: "sound", run: voice },
      ...(canRecord() ? [record] : []),
    ];
  }

  /** Adds files that a person pasted or dropped: pictures and films to be looked at, others as files. */
  take(files) {
    for (const file of files) this.add([file], /^(image|video)\//u.test(file.type) ? "view" : "file");
  }

  add(files, how) {
    const fitting = files.filter((file) => this.fits(file, how));
    const entries = fitting.map((file) => ({ key: crypto.randomUUID(), file, how, url: PICTURE.test(file.type) ? URL.createObjectURL(file) : null }));
    if (entries.length) view.files.set(this.place, [...this.entries(), ...entries]);
    this.box.changed();
  }

  fits(file, how) {
    const most = how === "view" && PICTURE.test(file.type) ? PHOTO_BYTES : FILE_BYTES;
    if (file.size > 0 && file.size <= most) return true;
    const sizes = { name: file.name, size: sizeOf(file.size), most: `${most / 1024 / 1024} MB` };
    const reason = file.size === 0 ? "file_empty" : most === PHOTO_BYTES ? "picture_large" : "file_large";
    this.box.complain(words(reason, sizes));
    return false;
  }

  entries(place = this.place) {
    return view.files.get(place) ?? [];
  }

  /** Empties the tray of a place and gives what was in it. */
  empty(place) {
    const entries = this.entries(place);
    view.files.delete(place);
    this.draw();
    return entries;
  }

  /** Puts back what could not be sent. */
  giveBack(place, entries) {
    if (entries.length) view.files.set(place, [...entries, ...this.entries(place)]);
  }

  show(place) {
    if (place !== this.place) this.recorder.cancel();
    this.place = place;
    this.recorder.show();
    this.draw();
  }

  draw() {
    const entries = this.entries();
    this.list.hidden = !entries.length;
    setAttribute(this.list, "aria-label", words("to_be_sent"));
    const lang = document.documentElement.lang;
    keyed(this.list, entries.map((one) => ({ ...one, sign: lang })), { make: () => el("li", {}), fill: (node, one) => this.fill(node, one) });
  }

  fill(node, { key, file, how, url }) {
    const drawing = how === "voice" ? "sound" : "file";
    const sign = url ? el("img", { src: url, alt: "" }) : el("span", { class: "file-sign" }, icon(drawing));
    const names = el("span", { class: "names" }, el("span", { class: "name", dir: "auto" }, file.name), el("span", { class: "details" }, sizeOf(file.size)));
    const label = words("take_out", { name: file.name });
    const out = el("button", { type: "button", class: "quiet", "aria-label": label, title: label, onclick: () => this.remove(key) }, icon("close"));
    node.replaceChildren(sign, names, out);
  }

  remove(key) {
    const gone = this.entries().find((one) => one.key === key);
    if (gone?.url) URL.revokeObjectURL(gone.url);
    view.files.set(this.place, this.entries().filter((one) => one !== gone));
    this.box.changed();
  }
}

// A voice message by the microphone, where the browser has one and the person allows it.

import { el, icon, setAttribute, setText } from "../dom.js";
import { words } from "../words.js";

const KINDS = ["audio/ogg;codecs=opus", "audio/mp4", "audio/webm;codecs=opus"];
const ENDINGS = { "audio/ogg": "ogg", "audio/mp4": "m4a", "audio/webm": "webm" };
const SLICE = 200; // milliseconds between two looks at what was heard

export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && globalThis.MediaRecorder);

export class Recorder {
  /** `box` offers complain(text), and done(file) when something was recorded. */
  constructor(box) {
    this.box = box;
    this.text = el("p", { role: "status" });
    this.stop = el("button", { type: "button", class: "strong", onclick: () => this.media?.stop() });
    this.drop = el("button", { type: "button", class: "quiet", onclick: () => this.cancel() }, icon("close"));
    this.node = el("div", { class: "recording", hidden: true }, icon("mic"), this.text, this.stop, this.drop);
  }

  show() {
    setText(this.text, this.media ? words("recording") : "");
    setText(this.stop, words("stop_recording"));
    setAttribute(this.drop, "aria-label", words("cancel"));
    this.node.hidden = !this.media;
  }

  async start() {
    if (this.media) return;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      this.listen(stream);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      this.box.complain(words("no_microphone"));
    }
  }

  listen(stream) {
    const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
    const chunks = [];
    const media = new MediaRecorder(stream, { mimeType });
    media.ondataavailable = ({ data }) => {
      chunks.push(data);
      if (data.size && media === this.media) this.heard();
    };
    media.onstop = () => {
      for (const track of stream.getTracks()) track.stop();
      if (media === this.media) this.finish(chunks, media.mimeType.split(";")[0]);
    };
    this.media = media;
    this.stop.disabled = true;
    media.start(SLICE);
    this.show();
  }

  /** There is something to keep: before that, Done would make an empty file. */
  heard() {
    if (!this.stop.disabled) return;
    this.stop.disabled = false;
    this.stop.focus();
  }

  finish(chunks, type) {
    this.media = null;
    this.show();
    this.box.done(new File(chunks, `voice.${ENDINGS[type] ?? "bin"}`, { type }));
  }

  /** Throws away what is being recorded. */
  cancel() {
    const { media } = this;
    this.media = null;
    media?.stop();
    this.show();
  }
}

// Short answers over a chat: what the bot says to a tap, and what the double refuses.

import { el } from "../dom.js";
import { words } from "../words.js";
import { openDialog } from "./dialog.js";

const SHORTEST = 4000;
const PER_CHARACTER = 60;

/** The corner of a pane where toasts appear; politely live. */
export const toastHost = () => el("div", { class: "toasts", role: "status", "aria-live": "polite" });

/** Shows words long enough to be read; `kind` is "answer" or "refusal". A click or Escape sends them away. */
export function say(host, text, kind = "answer") {
  const toast = el("p", { class: `toast ${kind}`, dir: "auto", onclick: () => toast.remove() }, text);
  host.append(toast);
  while (host.children.length > 3) host.firstChild.remove();
  setTimeout(() => toast.remove(), SHORTEST + PER_CHARACTER * text.length);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.querySelector(".toasts .toast:last-child")?.remove();
});

/** An answer that must be dismissed by hand. */
export function alertOf(botName, text) {
  const body = el("p", { class: "alert-text", dir: "auto" }, text);
  openDialog({ title: words("alert_from", { bot: botName }), body, small: true, closing: words("ok") });
}

// Hidden text: shown when it is tapped, or by Enter or Space.

import { el } from "../dom.js";
import { words } from "../words.js";

/** An empty piece of hidden text; screen readers hear that something is hidden, and not what. */
export function spoiler() {
  const node = el("span", { class: "spoiler", role: "button", tabindex: 0, "aria-label": words("hidden_text") });
  const show = (event) => {
    if (!node.hasAttribute("role") || (event.type === "keydown" && ![" ", "Enter"].includes(event.key))) return;
    event.preventDefault();
    event.stopPropagation();
    for (const name of ["role", "aria-label"]) node.removeAttribute(name);
    node.tabIndex = -1;
  };
  node.addEventListener("click", show, { capture: true });
  node.addEventListener("keydown", show);
  return node;
}

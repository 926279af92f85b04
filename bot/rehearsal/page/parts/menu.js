// A small menu behind a button: opens under it, arrows walk it, Escape or a click elsewhere closes it.

import { el, icon, setAttribute } from "../dom.js";

/** A button whose menu is built when it opens: `items()` gives {label, drawing, run}. */
export function menuButton({ drawing = "more", items, id }) {
  const button = el("button", { type: "button", class: "quiet", "aria-haspopup": "menu", id }, icon(drawing));
  const menu = el("div", { class: "menu", role: "menu", popover: "auto" });
  button.addEventListener("click", () => open(button, menu, items()));
  menu.addEventListener("keydown", (event) => walk(menu, event));
  menu.addEventListener("toggle", (event) => {
    setAttribute(button, "aria-expanded", event.newState === "open" ? "true" : null);
    if (event.newState === "closed") menu.remove();
  });
  return button;
}

function open(button, menu, items) {
  menu.replaceChildren(...items.map((item) => entry(menu, item)));
  document.body.append(menu);
  menu.showPopover();
  place(button.getBoundingClientRect(), menu);
  menu.firstElementChild?.focus();
}

function entry(menu, { label, drawing, run }) {
  const act = () => {
    menu.hidePopover();
    run();
  };
  return el("button", { type: "button", role: "menuitem", onclick: act }, icon(drawing), el("span", { dir: "auto" }, label));
}

function place(anchor, menu) {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const under = anchor.bottom + 4;
  const top = under + height > innerHeight - 8 ? Math.max(8, anchor.top - height - 4) : under;
  menu.style.top = `${top}px`;
  menu.style.left = `${Math.max(8, Math.min(anchor.right - width, innerWidth - width - 8))}px`;
}

function walk(menu, event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const all = [...menu.children];
  all.at((all.indexOf(document.activeElement) + step) % all.length).focus();
}

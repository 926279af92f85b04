// Modal windows: a title, a body, one way out by button, Escape or the dark around it.

import { el, icon } from "../dom.js";
import { words } from "../words.js";

let counter = 0;

/** Opens a modal window and returns it with `close()`; `closing` adds a button of that label under the body. */
export function openDialog({ title, body, small = false, closing = null, wide = false }) {
  counter += 1;
  const id = `dialog-${counter}`;
  const shut = () => dialog.close();
  const out = el("button", { type: "button", class: "quiet", "aria-label": words("close"), onclick: shut }, icon("close"));
  const under = closing && el("div", { class: "under" }, el("button", { type: "button", class: "strong", onclick: shut, autofocus: true }, closing));
  const style = `dialog${small ? " small" : ""}${wide ? " wide" : ""}`;
  const dialog = el(
    "dialog",
    { class: style, "aria-labelledby": id, onclose: () => dialog.remove(), onclick: (event) => event.target === dialog && shut() },
    el("div", { class: "sheet" }, el("header", {}, el("h2", { id, dir: "auto" }, title), out), body, under),
  );
  document.getElementById("dialogs").append(dialog);
  dialog.showModal();
  return dialog;
}

/** A form in a modal window: `fields` are [label, control] pairs; `run(values)` resolves to true when it may close. */
export function openForm({ title, fields, submit, run }) {
  const lines = fields.map(([label, control]) => el("label", { class: "field" }, el("span", {}, label), control));
  const form = el("form", { class: "form" }, lines, el("div", { class: "under" }, el("button", { class: "strong" }, submit)));
  const dialog = openDialog({ title, body: form, small: true });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await run(Object.fromEntries(new FormData(form)))) dialog.close();
  });
  form.querySelector("input, select")?.focus();
}

/** A window in which one of `choices` is tapped: {label, details, disabled, run}. */
export function openChoice({ title, choices }) {
  const line = ({ label, details, disabled, run }) => {
    const go = () => {
      dialog.close();
      run();
    };
    const names = [el("span", { class: "name", dir: "auto" }, label), details && el("span", { class: "details" }, details)];
    return el("li", {}, el("button", { type: "button", disabled, onclick: go }, names));
  };
  const body = el("ul", { class: "choices" }, choices.map(line));
  const dialog = openDialog({ title, body, small: true });
  body.querySelector("button:enabled")?.focus();
}

/** A choice control with [value, label] options. */
export const choice = (name, options) =>
  el("select", { name }, options.map(([value, label]) => el("option", { value }, label)));

// One line of a log: a day, a service note, or a message with its quote, media, words and buttons.

import { el, icon, setAttribute } from "../dom.js";
import { dayOf, excerpt, timeOf } from "../format.js";
import { isTelegramLink, safeAddress, safeNodes } from "../safe.js";
import { words } from "../words.js";
import { gistOf, isSeen, mediaOf } from "./media.js";

export const makeItem = (item) => el("li", { class: item.kind, "data-key": item.key });

// The app does not show the secret that a deep link carries: only that Start was tapped.
const DEEP_LINK = /^\/start(@\w+)? \S+$/u;

/** What a message comes to when it is a small note in the middle of the log rather than words of someone; else null. */
export function noteOf({ service, text, from }) {
  if (service) return words(`note_${service.what}`, service);
  return DEEP_LINK.test(text) ? words("start_tapped", { name: from.name }) : null;
}

/** Fills a line from its item; `hooks` are what a person can do with it. Focus inside it survives the filling. */
export function fillItem(node, item, hooks) {
  const held = heldFocus(node);
  const parts = { day: dayParts, pending: pendingParts }[item.kind] ?? (item.note ? noteParts : messageParts);
  node.classList.toggle("mine", Boolean(item.mine));
  node.classList.toggle("first", Boolean(item.first));
  node.classList.toggle("service", Boolean(item.note));
  node.replaceChildren(...parts(item, hooks));
  if (held) restoreFocus(node, held);
}

function heldFocus(node) {
  const active = document.activeElement;
  if (!node.contains(active)) return null;
  const buttons = [...node.querySelectorAll("button, a")];
  return { label: active.textContent, index: buttons.indexOf(active) };
}

// An edited survey question keeps its place: the same label first, else the same position, else the message itself.
function restoreFocus(node, { label, index }) {
  const buttons = [...node.querySelectorAll("button, a")];
  const same = index < 0 ? null : (buttons.find((one) => label && one.textContent === label) ?? buttons[index]);
  (same ?? node).focus({ preventScroll: true });
}

const dayParts = (item) => [el("time", { class: "chip", datetime: item.iso }, dayOf(item.iso))];

const noteParts = (item) => [el("p", { class: "chip", dir: "auto" }, item.note)];

const pendingParts = (item) => [
  el("div", { class: "bubble" }, el("p", { class: "text", dir: "auto" }, item.text), el("p", { class: "meta" }, words("sending"))),
];

function messageParts(item, hooks) {
  const { message, parts } = item;
  const bubble = el(
    "div",
    { class: isSeen(parts) ? "bubble pictured" : "bubble" },
    item.named && authorOf(item),
    item.quoted && quoteOf(item, hooks),
    message.forward && el("p", { class: "forwarded", dir: "auto" }, words("forwarded_from", { name: message.forward })),
    mediaOf(parts, hooks),
    textOf(message, hooks),
    metaOf(message),
  );
  const rows = keyboardOf(message, hooks);
  return [el("div", { class: "body" }, bubble, rows), !message.past && actionsOf(item, hooks)].filter(Boolean);
}

const authorOf = ({ message, who }) =>
  el(
    "p",
    { class: "author", "data-who": who },
    el("bdi", {}, message.from.name),
    message.from.is_bot && el("span", { class: "tag" }, words("bot")),
  );

function quoteOf({ quoted }, hooks) {
  const name = quoted.from?.name ?? "";
  return el(
    "button",
    { type: "button", class: "quote", "aria-label": words("quoted", { name }), onclick: () => hooks.show(quoted) },
    el("b", {}, el("bdi", {}, name)),
    el("span", { dir: "auto" }, quoted.from ? excerpt(noteOf(quoted) ?? gistOf(quoted)) : words("gone")),
  );
}

function textOf(message, hooks) {
  if (!message.text && !message.html) return null;
  const text = el("div", { class: "text", dir: "auto" });
  text.append(message.html ? safeNodes(message.html) : message.text);
  for (const link of text.querySelectorAll("a[href]")) keepInside(link, hooks);
  return text;
}

function keepInside(link, hooks) {
  if (!isTelegramLink(link.href)) return;
  link.removeAttribute("target");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    hooks.follow(link.href);
  });
}

const metaOf = (message) =>
  el("p", { class: "meta" }, message.edited && `${words("edited")} · `, el("time", { datetime: message.date }, timeOf(message.date)));

function keyboardOf(message, hooks) {
  if (!message.buttons?.length || message.past) return null;
  const rows = message.buttons.map((row) => el("div", { class: "row" }, row.map((button) => keyOf(message, button, hooks))));
  return el("div", { class: "keyboard", role: "group", "aria-label": words("buttons") }, rows);
}

function keyOf(message, button, hooks) {
  const address = button.kind === "url" ? safeAddress(button.url) : null;
  const node = el("button", { type: "button", class: "key", title: address && words("opens_link", { url: address }) });
  node.append(el("span", { dir: "auto" }, button.label));
  if (button.kind === "url") node.append(icon("out"));
  node.addEventListener("click", async () => {
    setAttribute(node, "aria-busy", "true");
    await (address ? hooks.follow(address) : hooks.tap(message, button));
    setAttribute(node, "aria-busy", null);
  });
  return node;
}

function actionsOf({ message, parts, mine }, hooks) {
  const name = message.from.name;
  const action = (drawing, label, run) =>
    el("button", { type: "button", class: "quiet", "aria-label": label, title: label, onclick: run }, icon(drawing));
  return el(
    "div",
    { class: "actions" },
    action("reply", words("reply_to", { name }), () => hooks.reply(message)),
    mine && !message.forward && action("edit", words("edit"), () => hooks.edit(message)),
    action("forward", words("forward"), () => hooks.forward(parts)),
  );
}

// A second lock on formatted text: the server makes safe HTML, and this page still lets only these through.

import { spoiler } from "./parts/spoiler.js";

const ALLOWED = new Set(["B", "STRONG", "I", "EM", "U", "S", "CODE", "PRE", "A", "BLOCKQUOTE"]);
const PROTOCOLS = new Set(["http:", "https:", "tg:", "mailto:"]);

/** The address if it is one that a person may follow from a chat, else null. */
export function safeAddress(address) {
  try {
    const url = new URL(address);
    return PROTOCOLS.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Formatted text as nodes of an inert document, element by element; what is not allowed becomes its words. */
export function safeNodes(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const fragment = document.createDocumentFragment();
  copyChildren(parsed.body, fragment);
  return fragment;
}

function copyChildren(from, to) {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) to.append(child.data);
    else if (child.nodeType === Node.ELEMENT_NODE) copyElement(child, to);
  }
}

function copyElement(child, to) {
  if (child.tagName === "SCRIPT" || child.tagName === "STYLE") return;
  if (child.tagName === "BR") to.append("\n");
  const copy = ALLOWED.has(child.tagName) ? document.createElement(child.tagName) : child.tagName === "TG-SPOILER" ? spoiler() : null;
  if (copy?.tagName === "A") copyAddress(child, copy);
  copyChildren(child, copy ?? to);
  if (copy) to.append(copy);
}

function copyAddress(child, copy) {
  const address = safeAddress(child.getAttribute("href") ?? "");
  if (!address) return;
  copy.href = address;
  copy.rel = "noopener noreferrer";
  copy.target = "_blank";
}

/** True for links that Telegram itself would open: they stay inside the rehearsal. */
export function isTelegramLink(address) {
  const safe = safeAddress(address);
  if (!safe) return false;
  const url = new URL(safe);
  return url.protocol === "tg:" || ["t.me", "www.t.me", "telegram.me"].includes(url.hostname);
}

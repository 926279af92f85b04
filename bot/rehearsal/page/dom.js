// The few things every part of the page does with the document.

const SVG = "http://www.w3.org/2000/svg";

/** An element with its properties: on… are listeners, false and null are left out, texts are always data. */
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) assign(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function assign(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** A drawing of the sprite in index.html; decoration only, so it is hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

/** Sets a text only when it differs, so that a live region stays silent when nothing is new. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Adds or removes an attribute; true means present, false and null mean absent. */
export function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value === true ? "" : String(value));
}

const kept = new WeakMap();

/**
 * Makes the children of `parent` those of `items`, in order, touching only what changed.
 * An item is {key, sign, …}: `make(item)` gives its node once, `fill(node, item)` runs whenever `sign` differs.
 * Nodes that stay are never moved, so scroll and focus stay too.
 */
export function keyed(parent, items, { make, fill }) {
  const before = kept.get(parent) ?? new Map();
  const after = new Map();
  for (const item of items) after.set(item.key, before.get(item.key) ?? { node: make(item), sign: null });
  for (const [key, { node }] of before) if (!after.has(key)) node.remove();
  let cursor = parent.firstChild;
  for (const item of items) {
    const entry = after.get(item.key);
    if (entry.sign !== item.sign) fill(entry.node, item);
    entry.sign = item.sign;
    if (entry.node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(entry.node, cursor);
  }
  kept.set(parent, after);
}

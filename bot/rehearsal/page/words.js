// The page's own words. What people and the bot say in the chats is never translated here.

import en from "./words/en.js";
import es from "./words/es.js";
import fr from "./words/fr.js";
import steps from "./words/steps.js";

export const LANGUAGES = { en, fr, es };
const STORE = "palabre-rehearsal-language";

function recalled() {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
}

const wished = [recalled(), ...navigator.languages.map((tag) => tag.slice(0, 2))];
let current = wished.find((tag) => Object.hasOwn(LANGUAGES, tag)) ?? "en";

export const language = () => current;

/** Changes the language of the page and of everything marked with data-words. */
export function setLanguage(tag) {
  current = Object.hasOwn(LANGUAGES, tag) ? tag : "en";
  try {
    localStorage.setItem(STORE, current);
  } catch {
    // A browser without storage asks again next time.
  }
  translateDocument();
}

/** The words of a key, with {names} filled in; a number called `count` picks the plural form "one|other". */
export function words(key, values = {}) {
  const entry = LANGUAGES[current][key];
  const form = "count" in values ? pluralForm(entry, values.count) : entry;
  return form.replace(/\{(\w+)\}/gu, (_, name) => String(values[name]));
}

function pluralForm(entry, count) {
  const [one, other] = entry.split("|");
  return new Intl.PluralRules(current).select(count) === "one" ? one : (other ?? one);
}

/** What a story says of its step, in the language of the page; as the story says it where that is not known. */
export const told = (text) => steps[current]?.[text] ?? text;

/** Fills the parts of index.html that carry data-words (text) or data-label (accessible name). */
export function translateDocument() {
  document.documentElement.lang = current;
  document.title = words("title");
  for (const node of document.querySelectorAll("[data-words]")) node.textContent = words(node.dataset.words);
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", words(node.dataset.label));
  }
}

// Dates and names for the eye. Every time is shown in UTC, the clock of the double.

import { language } from "./words.js";

const formats = new Map();

function formatter(kind, options) {
  const key = `${language()}|${kind}`;
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(language(), { timeZone: "UTC", ...options }));
  return formats.get(key);
}

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };

export const timeOf = (iso) => formatter("time", CLOCK).format(new Date(iso));

export const dayOf = (iso) => formatter("day", { weekday: "long", day: "numeric", month: "long" }).format(new Date(iso));

export const dateOf = (iso) =>
  formatter("date", { weekday: "short", day: "numeric", month: "short", year: "numeric" }).format(new Date(iso));

const STEPS = [["megabyte", 1e6], ["kilobyte", 1e3], ["byte", 1]];

/** A size in bytes, in words of the page's language. */
export function sizeOf(bytes) {
  const [unit, step] = STEPS.find(([, one]) => bytes >= one) ?? STEPS.at(-1);
  const options = { style: "unit", unit, unitDisplay: unit === "byte" ? "long" : "short", maximumFractionDigits: unit === "megabyte" ? 1 : 0 };
  return new Intl.NumberFormat(language(), options).format(bytes / step);
}

/** The UTC day as a key for separators. */
export const dayKey = (iso) => new Date(iso).toISOString().slice(0, 10);

/** One or two first letters of a name, whole characters only, so that an emoji or an accent is not cut. */
export function initials(name) {
  const letters = [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(name.trim())];
  const first = letters[0]?.segment ?? "?";
  const space = letters.findIndex((one) => one.segment.trim() === "");
  const second = space > 0 ? letters[space + 1]?.segment : "";
  const both = `${first}${/^\p{L}/u.test(second ?? "") ? second : ""}`;
  return both.toLocaleUpperCase(language());
}

/** The first words of a text, for a quote. */
export function excerpt(text, length = 80) {
  const line = text.replace(/\s+/gu, " ").trim();
  const letters = [...line];
  return letters.length > length ? `${letters.slice(0, length).join("")}…` : line;
}

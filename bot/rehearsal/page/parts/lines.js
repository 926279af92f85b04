// What a log shows, line by line: days, messages with what they answer, albums as one, and what is on its way.

import { dayKey } from "../format.js";
import { same, view } from "../view.js";
import { noteOf } from "./message.js";

const PAUSE = 10 * 60 * 1000;

/** A message's key among those of its chat, in which ids may have begun anew. */
export const keyOf = ({ id, past }) => `${past ? "p" : "m"}:${id}`;

export function linesOf(place, messages, who, isGroup) {
  const items = [];
  const byId = new Map(messages.map((message) => [keyOf(message), message]));
  let before = null;
  for (const parts of together(messages)) {
    const [message] = parts;
    const day = dayKey(message.date);
    const isNewDay = !before || dayKey(before.date) !== day;
    if (isNewDay) items.push(dayItem(place, day, message));
    items.push(messageItem(place, parts, { byId, who, isGroup, first: isNewDay || startsRun(before, message) }));
    before = parts.at(-1);
  }
  const waiting = view.pending.filter((one) => one.place === place && !hasCome(one, messages));
  return [...items, ...waiting.map((one) => pendingItem(place, one))];
}

/** The double tells everybody what was said, perhaps before it answers whoever said it. */
const hasCome = ({ after, text }, messages) =>
  messages.some((one) => one.id > after && one.text.trim() === text && same(one.from?.id, view.person));

/** The messages, with neighbours of one album in one list. */
function together(messages) {
  const lists = [];
  for (const message of messages) {
    const last = lists.at(-1);
    const isPart = message.album && last?.[0].album === message.album && last[0].past === message.past;
    if (isPart) last.push(message);
    else lists.push([message]);
  }
  return lists;
}

const scope = (place) => place.slice(place.indexOf("|"));

const lang = () => document.documentElement.lang;

const dayItem = (place, day, { date }) => ({ kind: "day", key: `${scope(place)}|d:${day}`, sign: `${day}${lang()}`, iso: date });

const pendingItem = (place, one) => ({ kind: "pending", key: `${scope(place)}|p:${one.key}`, sign: lang(), mine: true, text: one.text });

// The words of an album are those of the one part that has a caption.
function messageItem(place, parts, { byId, who, isGroup, first }) {
  const message = parts.find((one) => one.text) ?? parts[0];
  const mine = same(message.from?.id, view.person);
  const target = parts[0].reply_to ?? null;
  const quoted = target === null ? null : (byId.get(keyOf({ ...message, id: target })) ?? { id: target });
  const named = isGroup && first && !mine;
  const sign = JSON.stringify([parts, mine, first, named, quoted?.text, lang()]);
  const shown = { mine, first, named, quoted, note: noteOf(message), who: who(message.from) };
  return { kind: "message", key: `${scope(place)}|${keyOf(parts[0])}`, sign, message, parts, ...shown };
}

const startsRun = (before, message) =>
  noteOf(before) !== null || !same(before.from?.id, message.from?.id) || new Date(message.date) - new Date(before.date) > PAUSE;

// What this page shows, apart from the world: whose eyes, which chat, what was already seen, what is half-written.

const STORE = "palabre-rehearsal";

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE)) ?? {};
  } catch {
    return {};
  }
}

const remembered = recall();

export const view = {
  person: remembered.person ?? null,
  group: remembered.group ?? null,
  topics: remembered.topics ?? {},
  pane: remembered.pane ?? "group",
  follow: true,
  seen: new Map(),
  drafts: new Map(),
  replies: new Map(),
  files: new Map(),
  pending: [],
};

/** Keeps the choice over a reload; a browser that refuses storage simply forgets it. */
export function remember() {
  const { person, group, topics, pane } = view;
  try {
    sessionStorage.setItem(STORE, JSON.stringify({ person, group, topics, pane }));
  } catch {
    // Storage may be forbidden in a private window: the page works without it.
  }
}

export const same = (one, other) => String(one) === String(other);

export const isPrivate = (chat) => chat.kind === "private";

/** The open topic of a chat: null is General, and for chats that have none. */
export function topicOf(chat) {
  const open = view.topics[chat.id] ?? null;
  return chat.topics?.some((topic) => same(topic.id, open)) ? open : null;
}

/** The messages of a chat in one topic, oldest first. */
export function messagesOf(chat, topic = topicOf(chat)) {
  if (!chat.topics?.length) return chat.messages;
  return chat.messages.filter((message) => same(message.topic ?? null, topic));
}

const seenKey = (person, chat, topic) => `${person}|${chat.id}|${topic}`;

// Ids begin anew when a group becomes a supergroup: what was said before can no longer be answered.
export const answerableOf = (chat, topic) => messagesOf(chat, topic).filter((one) => !one.past);

/** How many messages of others this person has not had on screen. */
export function unread(person, chat, topic = null) {
  const last = view.seen.get(seenKey(person, chat, topic)) ?? -1;
  return answerableOf(chat, topic).filter((one) => one.id > last && !one.service && !same(one.from.id, person)).length;
}

/** Notes that this person has seen all of a chat's topic. */
export function markSeen(person, chat, topic = null) {
  view.seen.set(seenKey(person, chat, topic), Math.max(-1, ...answerableOf(chat, topic).map((one) => one.id)));
}

/** The key under which drafts and replies of a person in a chat are kept. */
export const placeOf = (chat, topic = topicOf(chat)) => `${view.person}|${chat.id}|${topic}`;

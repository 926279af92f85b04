// While a story plays, the page can go with it: to the newest group, and from phone to phone.

import { isPrivate, same, view } from "./view.js";

const SHORTEST_LOOK = 1500;

const signOf = (chat) => `${chat.messages.length}|${JSON.stringify(chat.messages.at(-1) ?? null)}`;

/** A function that, given each new world and whose phone is looked at, tells what of the view changes: person, group. */
export function follower(now = () => performance.now()) {
  let signs = null;
  let looked = -SHORTEST_LOOK;
  return (world, person) => {
    const moved = world.chats.filter((chat) => signs && signs.get(chat.id) !== signOf(chat));
    const made = moved.filter((chat) => !isPrivate(chat) && !signs.has(chat.id)).at(-1);
    signs = new Map(world.chats.map((chat) => [chat.id, signOf(chat)]));
    if (!view.follow || !world.story || world.story.done) return {};
    const there = made ? { group: made.id } : {};
    const phones = moved.filter(isPrivate);
    if (!phones.length || phones.some((one) => same(one.id, person)) || now() - looked < SHORTEST_LOOK) return there;
    looked = now();
    return { ...there, person: phones.at(-1).id };
  };
}

// While a story plays, the page can go from phone to phone with it.

import { isPrivate, same, view } from "./view.js";

const SHORTEST_LOOK = 1500;

const signOf = (chat) => `${chat.messages.length}|${JSON.stringify(chat.messages.at(-1) ?? null)}`;

/** A function that, given each new world, tells whose phone to look at now, or null to stay. */
export function follower(now = () => performance.now()) {
  let signs = new Map();
  let looked = -SHORTEST_LOOK;
  return (world, person) => {
    const chats = world.chats.filter(isPrivate);
    const moved = chats.filter((chat) => signs.size && signs.get(chat.id) !== signOf(chat)).map((chat) => chat.id);
    signs = new Map(chats.map((chat) => [chat.id, signOf(chat)]));
    const isPlaying = view.follow && world.story && !world.story.done;
    if (!isPlaying || !moved.length || moved.some((id) => same(id, person))) return null;
    if (now() - looked < SHORTEST_LOOK) return null;
    looked = now();
    return moved.at(-1);
  };
}

// What the menus of a person and of a group offer.

import { groupNow, groupsOf, isIn, newGroupForm, openMembers } from "./parts/group.js";
import { same } from "./view.js";
import { words } from "./words.js";

/** The items of a person's menu; `act(act, details)` is done as that person. */
export function personItems(world, person, act) {
  const turn = (kind, details = {}) => () => act(kind, details);
  const blocking = person.blocked
    ? { label: words("unblock"), drawing: "lock", run: turn("unblock") }
    : { label: words("block"), drawing: "block", run: turn("block") };
  const link = words(person.poor_link ? "poor_link_off" : "poor_link_on");
  const items = [blocking, { label: link, drawing: "weak", run: turn("poor_link", { on: !person.poor_link }) }];
  const group = groupNow(world);
  return group ? [...items, comeOrGo(group, person, turn)] : items;
}

function comeOrGo(group, person, turn) {
  const kind = isIn(group, person.id) ? "leave" : "join";
  const drawing = kind === "leave" ? "out" : "plus";
  return { label: `${words(kind)} · ${group.title}`, drawing, run: turn(kind, { chat: group.id }) };
}

/** The items of the group's menu: other groups, what can be done with this one, a new one. */
export function groupItems(page, acts) {
  const world = page.world();
  const group = groupNow(world);
  const others = groupsOf(world).filter((chat) => !same(chat.id, group?.id));
  return [
    ...others.map((chat) => ({ label: words("open_group", { group: chat.title }), drawing: "group", run: () => page.showGroup(chat.id) })),
    ...(group ? ownItems(page, acts, group) : []),
    { label: words("new_group"), drawing: "plus", run: () => newGroupForm(world, (values) => acts.makeGroup(values)) },
  ];
}

function ownItems(page, acts, group) {
  const act = (kind, person) => acts.act(kind, { chat: group.id }, page.pane(group).toasts, person);
  const members = { label: words("members"), drawing: "people", run: () => openMembers(page.world, group.id, act) };
  const items = [members];
  if (!isIn(group, page.world().bot.id)) {
    items.push({ label: words("add_bot"), drawing: "plus", run: () => act("add_bot") });
  }
  if (group.kind === "group") items.push({ label: words("migrate"), drawing: "group", run: () => act("migrate") });
  return items;
}

// What can be done with groups: choose one, make one, see who is in it, promote, join, leave, migrate.

import { el } from "../dom.js";
import { isPrivate, same, view } from "../view.js";
import { words } from "../words.js";
import { choice, openChoice, openDialog, openForm } from "./dialog.js";
import { avatar } from "./people.js";

export const groupsOf = (world) => world.chats.filter((chat) => !isPrivate(chat));

/** The group on screen: the chosen one while it lives, else the newest in which the person is, else any. */
export function groupNow(world) {
  const groups = groupsOf(world);
  const mine = groups.filter((chat) => isIn(chat, view.person));
  const chosen = view.group === null ? null : groups.find((chat) => same(chat.id, view.group) || same(chat.former, view.group));
  return chosen ?? mine.at(-1) ?? groups.at(-1) ?? null;
}

export const isIn = (chat, id) => chat.members.some((one) => same(one, id));

export const isAdmin = (chat, id) => (chat.admins ?? []).some((one) => same(one, id));

export function groupSubtitle(chat) {
  const kind = words(`kind_${chat.kind}`);
  return `${kind} · ${words("members_count", { count: chat.members.length })}`;
}

export function newGroupForm(world, run) {
  const kinds = ["group", "supergroup", "forum"].map((kind) => [kind, words(`kind_${kind}`)]);
  const people = world.persons.map((person) => [person.id, person.name]);
  const creator = choice("creator", people);
  creator.value = String(view.person);
  const fields = [
    [words("group_title"), el("input", { name: "title", required: true, maxlength: 128, autocomplete: "off" })],
    [words("kind"), choice("kind", kinds)],
    [words("creator"), creator],
  ];
  openForm({ title: words("new_group"), fields, submit: words("create"), run });
}

export function newPersonForm(run) {
  const languages = ["en", "fr", "es"].map((tag) => [tag, words(tag)]);
  const fields = [
    [words("name"), el("input", { name: "name", required: true, maxlength: 64, autocomplete: "off" })],
    [words("their_language"), choice("language", languages)],
  ];
  openForm({ title: words("new_person"), fields, submit: words("create"), run });
}

/** Asks into which of the person's groups the bot shall come: `add(id)`, or `create()` for a new one. */
export function chooseGroup(world, add, create) {
  const choices = ownGroups(world).map((chat) => {
    const isThere = isIn(chat, world.bot.id);
    const details = isThere ? words("bot_is_in") : groupSubtitle(chat);
    return { label: chat.title, details, disabled: isThere, run: () => add(chat.id) };
  });
  openChoice({ title: words("which_group"), choices: [...choices, { label: words("new_group"), run: create }] });
}

const ownGroups = (world) => groupsOf(world).filter((chat) => isIn(chat, view.person));

/** Asks to whom something is forwarded: `run(chat)` gets the bot's private chat, or a group of the person. */
export function chooseChat(world, run) {
  const own = world.chats.find((chat) => isPrivate(chat) && same(chat.id, view.person));
  const bot = { label: world.bot.name, details: words("private_subtitle"), run: () => run(own) };
  const groups = ownGroups(world).map((chat) => ({ label: chat.title, details: groupSubtitle(chat), run: () => run(chat) }));
  openChoice({ title: words("forward_to"), choices: [bot, ...groups] });
}

/** The window of a group's members; `act(act, person)` resolves when done, and the window is redrawn. */
export function openMembers(readWorld, chatId, act) {
  const list = el("ul", { class: "members" });
  const draw = () => {
    const world = readWorld();
    const chat = world.chats.find((one) => same(one.id, chatId));
    const everyone = [{ ...world.bot, bot: true }, ...world.persons];
    list.replaceChildren(...everyone.map((one, index) => memberLine(one, index, chat, run)));
  };
  const run = async (kind, person, line) => {
    await act(kind, person.id);
    draw();
    list.children[line]?.querySelector("button")?.focus();
  };
  draw();
  const title = readWorld().chats.find((one) => same(one.id, chatId)).title;
  openDialog({ title: words("members_of", { group: title }), body: list });
}

function memberLine(one, index, chat, run) {
  const here = isIn(chat, one.id);
  const admin = isAdmin(chat, one.id);
  const key = (label, kind) => el("button", { type: "button", onclick: () => run(kind, one, index) }, words(label));
  return el(
    "li",
    {},
    avatar(one.name, one.bot ? "bot" : (index - 1) % 8),
    el("span", { class: "names" }, el("span", { class: "name", dir: "auto" }, one.name), standing(one, here, admin)),
    here && !admin && key("promote", "promote"),
    here ? key("leave", "leave") : key(one.bot ? "add_bot" : "join", "join"),
  );
}

function standing(one, here, admin) {
  const state = words(admin ? "administrator" : here ? "member" : "absent");
  return el("span", { class: "details" }, el("span", {}, state), one.bot && el("span", {}, words("bot")));
}

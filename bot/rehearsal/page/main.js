// Puts the page together: reads the world, decides what is on screen, hands it to the parts.

import { Acts } from "./acts.js";
import { el, icon, setAttribute, setText } from "./dom.js";
import { initials } from "./format.js";
import { Clock, Story } from "./parts/time.js";
import { groupItems, personItems } from "./menus.js";
import { groupNow, groupSubtitle, isIn, newPersonForm } from "./parts/group.js";
import { menuButton } from "./parts/menu.js";
import { openDialog } from "./parts/dialog.js";
import { playerOf } from "./parts/media.js";
import { Pane } from "./parts/pane.js";
import { People } from "./parts/people.js";
import { Tabs } from "./parts/tabs.js";
import { follower } from "./story.js";
import { watch } from "./server.js";
import { isPrivate, markSeen, remember, same, topicOf, view } from "./view.js";
import { language, setLanguage, translateDocument, words } from "./words.js";

const at = (id) => document.getElementById(id);
let world = null;

const page = {
  world: () => world,
  refresh: () => refresh(),
  redraw: () => draw(),
  pane: (chat) => (isPrivate(chat) ? privatePane : groupPane),
  news: () => (view.pane === "group" ? groupPane : privatePane).toasts,
  showPrivate() {
    showPane("private");
    privatePane.log.focus();
  },
  showGroup(id) {
    view.group = id;
    showPane("group");
  },
};

const acts = new Acts(page);

const paneActs = {
  send: (...given) => acts.send(...given),
  forward: (...given) => acts.forward(...given),
  edit: (...given) => acts.edit(...given),
  tap: (...given) => acts.tap(...given),
  follow: (...given) => acts.follow(...given),
  door: (chat) => acts.door(chat),
  refresh: () => draw(),
  enlarge(media, alt) {
    const isFilm = media.mime.startsWith("video/");
    const body = isFilm ? playerOf(media, alt) : el("img", { class: "large", src: media.url, alt });
    openDialog({ title: words(isFilm ? "enlarged_video" : "enlarged"), body, wide: true });
  },
  topic(chat, id) {
    view.topics[chat.id] = id;
    draw();
  },
};

const groupMenu = menuButton({ items: () => groupItems(page, acts), id: "group-menu" });
const privateMenu = menuButton({ items: () => itemsOf(personNow()), id: "private-menu" });
const groupPane = new Pane(at("pane-group"), "group", paneActs, groupMenu);
const privatePane = new Pane(at("pane-private"), "private", paneActs, privateMenu);
const clock = new Clock(at("clock"), { ahead: (seconds) => acts.ahead(seconds) });
const story = new Story(at("story"), { playStory: (name) => acts.playStory(name) });
const tabs = new Tabs(at("tabs"), showPane);
const people = new People(at("people"), {
  choose: (id) => choose(id),
  personMenu: itemsOf,
  newPerson: () => newPersonForm((values) => acts.ask("/world/persons", values)),
});
const following = follower();

const personNow = () => world.persons.find((one) => same(one.id, view.person));

function itemsOf(person) {
  return personItems(world, person, (kind, details) => acts.act(kind, details, undefined, person.id));
}

function choose(id) {
  view.person = id;
  for (const key of document.querySelectorAll(".key[aria-busy]")) setAttribute(key, "aria-busy", null);
  draw();
}

function showPane(name) {
  view.pane = name;
  draw();
}

// The colours of names: a person's place in the list, the same in every chat; the bot has its own.
function colours() {
  const places = new Map(world.persons.map((person, index) => [String(person.id), String(index % 8)]));
  return (from) => (from?.is_bot ? "bot" : (places.get(String(from?.id)) ?? "7"));
}

function privateChat(person) {
  const chat = world.chats.find((one) => isPrivate(one) && same(one.id, person.id));
  return chat ?? { id: person.id, kind: "private", title: person.name, topics: [], messages: [] };
}

function drawPrivate(person, who) {
  const chat = privateChat(person);
  const title = words("private_with", { bot: world.bot.name, person: person.name });
  const notes = [words("private_subtitle"), person.poor_link && words("poor_link"), person.blocked && words("has_blocked")];
  const head = { title, name: world.bot.name, subtitle: notes.filter(Boolean).join(" · "), sign: null, who: "bot" };
  privatePane.show(chat, head, person, privateDoor(person), who);
  if (privatePane.host.offsetParent) markSeen(person.id, chat);
}

function privateDoor(person) {
  if (person.blocked) return { text: words("blocked_hint", { person: person.name }), label: words("unblock") };
  if (!person.private_open) return { text: words("start_hint", { person: person.name }), label: words("start") };
  return null;
}

const NO_GROUP = { id: "none", kind: "group", members: [], admins: [], topics: [], messages: [] };

function drawGroup(person, who) {
  const chat = groupNow(world) ?? { ...NO_GROUP, title: words("no_group") };
  const subtitle = chat.id === "none" ? words("no_group_hint") : groupSubtitle(chat);
  const head = { title: chat.title, subtitle, sign: initials(chat.title), who: "group" };
  groupPane.show(chat, head, person, groupDoor(chat, person), who);
  groupPane.composer.node.hidden = chat.id === "none";
  if (groupPane.host.offsetParent) markSeen(person.id, chat, topicOf(chat));
}

const groupDoor = (chat, person) =>
  isIn(chat, person.id) ? null : { text: words("absent_hint", { person: person.name }), label: words("join") };

function draw() {
  if (!world?.persons.length) return;
  if (!personNow()) view.person = world.persons[0].id;
  const person = personNow();
  const who = colours();
  document.body.dataset.pane = view.pane;
  drawGroup(person, who);
  drawPrivate(person, who);
  people.show(world, groupNow(world));
  clock.show(world);
  story.show(world);
  tabs.show(world, person, groupNow(world));
  setAttribute(groupMenu, "aria-label", words("group_menu"));
  setAttribute(privateMenu, "aria-label", words("person_menu", { name: person.name }));
  remember();
}

// What was there before the page opened is not news to anyone.
function seeAll() {
  for (const person of world.persons) {
    for (const chat of world.chats) {
      for (const topic of [null, ...(chat.topics ?? []).map((one) => one.id)]) markSeen(person.id, chat, topic);
    }
  }
}

function onWorld(next) {
  const isFirst = world === null;
  world = next;
  if (isFirst) seeAll();
  Object.assign(view, following(world, view.person));
  draw();
  setAttribute(document.body, "aria-busy", null);
}

function onLink(works) {
  setText(at("lost"), works ? "" : words(world ? "lost" : "loading"));
}

at("language").value = language();
at("language").addEventListener("change", (event) => {
  setLanguage(event.target.value);
  draw();
});
translateDocument();
const refresh = watch(onWorld, onLink);

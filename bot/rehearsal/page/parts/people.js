// Whose phone one holds: a list of radio buttons, so that arrows alone go from person to person.

import { el, icon, keyed, setAttribute, setText } from "../dom.js";
import { initials } from "../format.js";
import { isPrivate, same, unread, view } from "../view.js";
import { LANGUAGES, words } from "../words.js";
import { menuButton } from "./menu.js";

export class People {
  constructor(host, acts) {
    this.acts = acts;
    this.heading = el("h2");
    this.add = el("button", { type: "button", class: "quiet", onclick: () => acts.newPerson() }, icon("plus"));
    this.list = el("ul", { class: "persons", role: "radiogroup" });
    host.append(el("header", { class: "part" }, this.heading, this.add), this.list);
  }

  show(world, group) {
    this.world = world;
    setText(this.heading, words("people"));
    setAttribute(this.list, "aria-label", words("people_hint"));
    setAttribute(this.add, "aria-label", words("new_person"));
    setAttribute(this.add, "title", words("new_person"));
    const items = world.persons.map((person, index) => this.item(person, index, group));
    keyed(this.list, items, { make: (item) => this.make(item), fill });
  }

  item(person, index, group) {
    const chat = this.world.chats.find((one) => isPrivate(one) && same(one.id, person.id));
    const count = chat ? unread(person.id, chat) : 0;
    const isAdmin = group?.admins?.some((id) => same(id, person.id)) ?? false;
    const chosen = same(person.id, view.person);
    const sign = JSON.stringify([person, index, count, isAdmin, chosen, document.documentElement.lang]);
    return { key: person.id, sign, person, index, count, isAdmin, chosen };
  }

  make({ person }) {
    const id = `person-${person.id}`;
    const radio = el("input", { type: "radio", name: "person", id, value: person.id, onchange: () => this.acts.choose(person.id) });
    const items = () => this.acts.personMenu(this.world.persons.find((one) => same(one.id, person.id)));
    return el("li", { class: "person" }, radio, el("label", { for: id }), menuButton({ items, id: `menu-${person.id}` }));
  }
}

function fill(node, item) {
  const { person, count, chosen } = item;
  const [radio, label, menu] = node.children;
  radio.checked = chosen;
  setAttribute(menu, "aria-label", words("person_menu", { name: person.name }));
  menu.hidden = !chosen;
  label.replaceChildren(
    avatar(person.name, item.index % 8),
    el("span", { class: "names" }, el("span", { class: "name", dir: "auto" }, person.name), details(item)),
    count ? badge(count) : "",
  );
}

function badge(count) {
  const hidden = el("span", { class: "hidden" }, words("new_messages", { count }));
  return el("span", { class: "badge" }, el("span", { "aria-hidden": "true" }, count > 99 ? "99+" : count), hidden);
}

function details({ person, isAdmin }) {
  const spoken = Object.hasOwn(LANGUAGES, person.language) ? words(person.language) : (person.language ?? "");
  const parts = [el("span", {}, spoken)];
  if (person.part) parts.push(el("span", {}, words(person.part)));
  if (isAdmin) parts.push(el("span", {}, words("administrator")));
  if (person.poor_link) parts.push(el("span", { class: "weak" }, icon("weak"), words("poor_link")));
  if (person.blocked) parts.push(el("span", { class: "weak" }, icon("block"), words("has_blocked")));
  return el("span", { class: "details" }, parts);
}

/** A round sign with someone's initials, in the colour that their name has in the group: a number below 8, or "bot". */
export const avatar = (name, who) => el("span", { class: "avatar", "data-who": who, "aria-hidden": "true" }, initials(name));

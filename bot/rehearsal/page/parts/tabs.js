// On a narrow screen one part is shown at a time: these go from one to another.

import { el, icon, setAttribute, setText } from "../dom.js";
import { isPrivate, same, unread, view } from "../view.js";
import { words } from "../words.js";

const TABS = [["people", "people"], ["group", "group"], ["private", "lock"], ["time", "clock"]];

export class Tabs {
  constructor(host, choose) {
    this.tabs = TABS.map(([name, drawing]) => this.tab(name, drawing, choose));
    host.append(...this.tabs.map((tab) => tab.node));
  }

  tab(name, drawing, choose) {
    const label = el("span");
    const badge = el("span", { class: "badge", hidden: true });
    const node = el("button", { type: "button", "data-tab": name, onclick: () => choose(name) }, icon(drawing), label, badge);
    return { name, node, label, badge };
  }

  show(world, person, group) {
    const own = world.chats.find((chat) => isPrivate(chat) && same(chat.id, person.id));
    const counts = { group: group ? unread(person.id, group) : 0, private: own ? unread(person.id, own) : 0 };
    for (const { name, node, label, badge } of this.tabs) {
      setText(label, words(`tab_${name}`));
      setAttribute(node, "aria-current", name === view.pane ? "page" : null);
      badge.hidden = !counts[name];
      setText(badge, String(counts[name] ?? ""));
    }
  }
}

// The clock that can be moved ahead, and the story that plays itself.

import { el, icon, setAttribute, setText } from "../dom.js";
import { dateOf, timeOf } from "../format.js";
import { view } from "../view.js";
import { told, words } from "../words.js";
import { choice } from "./dialog.js";

const STEPS = [["hour", 3600], ["day", 86400], ["week", 7 * 86400]];
const STORIES = ["first-wheel", "announcement", "year", "workshop", "thread"];
const UNITS = [["60", "minutes"], ["3600", "hours"], ["86400", "days"]];

export class Clock {
  constructor(host, acts) {
    this.host = host;
    this.acts = acts;
    this.news = el("p", { class: "hidden", role: "status" });
    this.build(null);
  }

  // Rebuilt only when the page changes its language: nothing in it but the time changes otherwise.
  build(now) {
    this.lang = document.documentElement.lang;
    this.time = el("span", { class: "time" });
    this.date = el("span", { class: "date" });
    const keys = STEPS.map(([key, seconds]) => el("button", { type: "button", onclick: () => this.move(seconds) }, words(key)));
    this.host.replaceChildren(
      el("h2", {}, icon("clock"), words("clock")),
      el("p", { class: "now" }, el("span", { class: "hidden" }, words("clock_now")), this.time, this.date),
      el("div", { class: "keys", role: "group", "aria-label": words("ahead") }, keys),
      this.custom(),
      this.news,
    );
    if (now) this.show({ now });
  }

  custom() {
    const amount = el("input", { type: "number", name: "amount", min: 1, max: 9999, value: 3, required: true, "aria-label": words("amount") });
    const unit = choice("unit", UNITS.map(([seconds, key]) => [seconds, words(key)]));
    unit.value = "86400";
    setAttribute(unit, "aria-label", words("unit"));
    const go = (event) => {
      event.preventDefault();
      this.move(amount.valueAsNumber * Number(unit.value));
    };
    const form = el("form", { class: "custom", onsubmit: go }, amount, unit, el("button", {}, words("move")));
    return el("details", {}, el("summary", {}, words("other")), form);
  }

  show({ now }) {
    if (this.lang !== document.documentElement.lang) this.build(now);
    setText(this.time, timeOf(now));
    setText(this.date, `${dateOf(now)} · UTC`);
  }

  async move(seconds) {
    setAttribute(this.host, "aria-busy", "true");
    setText(this.news, words("moving"));
    const now = await this.acts.ahead(seconds);
    setAttribute(this.host, "aria-busy", null);
    setText(this.news, now ? words("moved", { date: dateOf(now), time: timeOf(now) }) : "");
  }
}

export class Story {
  constructor(host, acts) {
    this.heading = el("h2");
    this.headingText = el("span");
    this.heading.append(icon("play"), this.headingText);
    this.text = el("p", { class: "story-text", role: "status" });
    this.bar = el("progress", { max: 1, value: 0 });
    this.which = el("select", {}, STORIES.map((name) => el("option", { value: name })));
    this.which.addEventListener("change", () => this.showText());
    this.play = el("button", { type: "button", class: "strong", onclick: () => acts.playStory(this.which.value) });
    this.follow = el("input", { type: "checkbox", checked: true, onchange: () => (view.follow = this.follow.checked) });
    this.followText = el("span");
    this.followLine = el("label", { class: "check" }, this.follow, this.followText);
    host.append(this.heading, this.which, this.text, this.bar, this.play, this.followLine);
  }

  show({ story }) {
    const playing = Boolean(story) && !story.done;
    setText(this.headingText, words("story"));
    for (const option of this.which.options) setText(option, words(`story_${option.value}`));
    setAttribute(this.which, "aria-label", words("which_story"));
    if (playing) this.which.value = story.name;
    this.which.disabled = playing;
    this.story = story;
    this.showText();
    this.bar.hidden = !playing;
    setAttribute(this.bar, "aria-label", words("story"));
    this.bar.max = story?.steps || 1;
    this.bar.value = story?.step ?? 0;
    this.play.disabled = playing;
    setText(this.followText, words("follow"));
  }

  showText() {
    const { story } = this;
    const name = this.which.value;
    const isTold = story?.name === name;
    setText(this.text, isTold ? storyText(story) : words(`hint_${name}`));
    setText(this.play, words(!isTold ? "play" : story.done ? "play_again" : "playing"));
  }
}

function storyText(story) {
  if (story.done) return story.text || words("story_done");
  return `${words("story_step", { step: story.step, steps: story.steps })} · ${told(story.text ?? "")}`;
}

// What a message carries beside its words: pictures, films, sounds, files, and albums of them.

import { el, icon } from "../dom.js";
import { sizeOf } from "../format.js";
import { words } from "../words.js";

const SEEN = new Set(["photo", "video", "animation"]);

/** Whether these are looked at, so that their bubble is as wide as a picture. */
export const isSeen = (parts) => parts.some(({ media }) => media && SEEN.has(media.kind));

/** A message in a few words: its text, else what it carries. */
export const gistOf = ({ text, media }) => text || (media ? words(`media_${media.kind}`) : "…");

/** The media of a message, or of all parts of an album; null where there is none. */
export function mediaOf(parts, hooks) {
  const shown = parts.filter((one) => one.media);
  if (!shown.length) return null;
  if (shown.length === 1) return viewOf(shown[0], hooks, false);
  const style = isSeen(shown) ? "album" : "stack";
  const label = words("album", { count: shown.length });
  const nodes = shown.map((one) => viewOf(one, hooks, style === "album"));
  return el("div", { class: style, role: "group", "aria-label": label, "data-count": shown.length }, nodes);
}

function viewOf({ media, from }, hooks, inAlbum) {
  const name = from.name;
  if (media.kind === "voice" || media.kind === "audio") return soundOf(media, words(`${media.kind}_by`, { name }));
  if (media.kind === "document") return fileOf(media);
  const isFilm = media.mime.startsWith("video/");
  const label = words(isFilm ? "video_by" : "picture", { name });
  if (isFilm && !inAlbum) return playerOf(media, label);
  const seen = isFilm ? [el("video", { src: media.url, preload: "metadata", muted: true, tabindex: -1 }), icon("play")] : [pictureOf(media, label)];
  const open = () => hooks.enlarge(media, label);
  const spoken = isFilm ? label : null;
  return el("button", { type: "button", class: "picture", title: words("enlarge"), "aria-label": spoken, onclick: open }, seen);
}

const pictureOf = ({ url, width, height }, alt) =>
  el("img", { src: url, alt, loading: "lazy", decoding: "async", width: width || null, height: height || null });

/** A film with its controls. */
export const playerOf = ({ url }, label) =>
  el("video", { class: "film", src: url, controls: true, preload: "metadata", playsinline: true, "aria-label": label });

function soundOf({ kind, name, url }, label) {
  const title = kind === "audio" && el("span", { class: "name", dir: "auto" }, name);
  return el("div", { class: "sound" }, title, el("audio", { src: url, controls: true, preload: "metadata", "aria-label": label }));
}

const fileOf = ({ name, size, url }) =>
  el(
    "a",
    { class: "file", href: url, download: name, title: words("save_file") },
    el("span", { class: "file-sign" }, icon("file")),
    el("span", { class: "names" }, el("span", { class: "name", dir: "auto" }, name), el("span", { class: "details" }, sizeOf(size))),
  );

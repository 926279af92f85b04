// Bold and the like, written with marks as the apps take them: **bold**, __italic__, ~~struck~~, ||hidden||, `code`.

export const MARKS = { bold: "**", italic: "__", strikethrough: "~~", spoiler: "||", code: "`" };

const TYPES = Object.fromEntries(Object.entries(MARKS).map(([type, mark]) => [mark, type]));
const TAGS = { B: "bold", STRONG: "bold", I: "italic", EM: "italic", S: "strikethrough", CODE: "code", "TG-SPOILER": "spoiler" };
const PAIR = /(?<![\p{L}\p{N}])(\*\*|__|~~|\|\||`)(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/gsu;

/** The text without its marks, and what they say: offsets and lengths in UTF-16 units, as Telegram counts. */
export function unmarked(marked) {
  const entities = [];
  return { text: take(marked, 0, entities), entities };
}

function take(marked, offset, entities) {
  let text = "";
  let end = 0;
  for (const found of marked.matchAll(PAIR)) {
    const [whole, mark, inner] = found;
    text += marked.slice(end, found.index);
    const entity = { type: TYPES[mark], offset: offset + text.length };
    entities.push(entity);
    const bare = mark === MARKS.code ? inner : take(inner, entity.offset, entities);
    entity.length = bare.length;
    text += bare;
    end = found.index + whole.length;
  }
  return text + marked.slice(end);
}

/** A message's text with marks in it again, to be edited. */
export const marked = (html) => marksIn(new DOMParser().parseFromString(html, "text/html").body);

function marksIn(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  const mark = MARKS[TAGS[node.nodeName]] ?? "";
  return `${mark}${[...node.childNodes].map(marksIn).join("")}${mark}`;
}

/** Puts marks around what is chosen in a text box, without the spaces at its ends; or takes them away again. */
export function toggleMark(box, mark) {
  const { value, selectionStart, selectionEnd } = box;
  const chosen = value.slice(selectionStart, selectionEnd);
  const begin = selectionStart + (chosen.length - chosen.trimStart().length);
  const end = Math.max(begin, selectionEnd - (chosen.length - chosen.trimEnd().length));
  const isMarked = value.slice(0, begin).endsWith(mark) && value.slice(end).startsWith(mark);
  const shift = isMarked ? -mark.length : mark.length;
  const around = isMarked ? "" : mark;
  const outer = isMarked ? mark.length : 0;
  box.setRangeText(`${around}${value.slice(begin, end)}${around}`, begin - outer, end + outer);
  box.setSelectionRange(begin + shift, end + shift);
}

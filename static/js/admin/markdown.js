// What a key or a tool does to a text. Each takes { value, start, end }, with the selection, and gives the change:
// { from, to, text, start, end } puts `text` in the place of from…to and selects start…end. Null leaves it to the browser.
const FENCE = /^[ \t]*(?:>[ \t]*)*(`{3,}(?=[^`]*$)|~{3,})/;
const ITEM = /^(\s*)(?:((?:>[ \t]?)+)|([-*+])( +)(\[[ xX]\] +)?|(\d{1,9})([.)])( +))/;
const INDENT = "    ";

const lineStart = (value, at) => value.lastIndexOf("\n", at - 1) + 1;

export function wrap({ value, start, end }, mark) {
  const inside = value.slice(start, end);
  const runs = [value.slice(0, start).match(/[*`]*$/)[0], value.slice(end).match(/^[*`]*/)[0]];
  // Two stars are bold and one is italic, so that three are both.
  const isMarked = (run) => run.includes(mark) && (mark !== "*" || run.length !== 2);
  if (runs.every(isMarked)) {
    return { from: start - mark.length, to: end + mark.length, text: inside, start: start - mark.length, end: end - mark.length };
  }
  return { from: start, to: end, text: mark + inside + mark, start: start + mark.length, end: end + mark.length };
}

export function link({ value, start, end }) {
  const label = value.slice(start, end);
  const target = start + label.length + 3;
  if (/^https?:\/\/\S+$/.test(label)) return { from: start, to: end, text: `[](${label})`, start: start + 1, end: start + 1 };
  return { from: start, to: end, text: `[${label}]()`, start: label ? target : start + 1, end: label ? target : start + 1 };
}

// A block of its own around the selected lines; the caret goes where the language is said.
export function fence({ value, start, end }) {
  const from = lineStart(value, start);
  const to = value.indexOf("\n", end) < 0 ? value.length : value.indexOf("\n", end);
  const lines = value.slice(from, to);
  const mark = "`".repeat(Math.max(3, ...[...lines.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const before = from > 1 && value.slice(from - 2, from) !== "\n\n" ? "\n" : "";
  const caret = from + before.length + mark.length;
  return { from, to, text: `${before}${mark}\n${lines}\n${mark}\n`, start: caret, end: caret };
}

export function isInFence(value, at) {
  let open = "";
  for (const line of value.slice(0, lineStart(value, at)).split("\n")) {
    const mark = line.match(FENCE)?.[1];
    if (!open) open = mark ?? "";
    else if (mark && mark[0] === open[0] && mark.length >= open.length && line.trim().endsWith(mark)) open = "";
  }
  return open !== "";
}

// Tab in a block of code: a selection of lines is moved, a caret goes to the next stop.
export function indent({ value, start, end }, isBack) {
  if (!isInFence(value, start)) return null;
  const from = lineStart(value, start);
  if (start === end && !isBack) {
    const text = " ".repeat(INDENT.length - ((start - from) % INDENT.length));
    return { from: start, to: start, text, start: start + text.length, end: start + text.length };
  }
  const lines = value.slice(from, end).split("\n");
  const moved = lines.map((line) => (isBack ? line.replace(/^(?: {1,4}|\t)/, "") : line && INDENT + line));
  const text = moved.join("\n");
  const first = moved[0].length - lines[0].length;
  return { from, to: end, text, start: Math.max(from, start + first), end: from + text.length };
}

// Enter: code keeps its indentation; a list or a quote goes on, and ends with an item that is empty.
export function newline({ value, start, end }) {
  if (start !== end) return null;
  const from = lineStart(value, start);
  const before = value.slice(from, start);
  if (isInFence(value, start)) {
    const space = before.match(/^[ \t>]*/)[0];
    return space ? insert(start, `\n${space}`) : null;
  }
  const item = before.match(ITEM);
  if (!item) return null;
  if (before.length === item[0].length) return value.startsWith("\n", start) || start === value.length ? { from, to: start, text: "", start: from, end: from } : null;
  const [, space, quote, bullet, gap, box, number, dot, numberGap] = item;
  const mark = quote ?? (bullet ? bullet + gap + (box ? "[ ] " : "") : `${Number(number) + 1}${dot}${numberGap}`);
  return insert(start, `\n${space}${mark}`);
}

function insert(at, text) {
  return { from: at, to: at, text, start: at + text.length, end: at + text.length };
}

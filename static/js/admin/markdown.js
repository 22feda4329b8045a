// What a key or a tool does to a text. Each takes { value, start, end }, with the selection, and gives the change:
// { from, to, text, start, end } puts `text` in the place of from…to and selects start…end. Null leaves it to the browser.
const FENCE = /^[ \t]*(?:>[ \t]*)*(?:[-*+][ \t]+|\d{1,9}[.)][ \t]+)?(`{3,}(?=[^`]*$)|~{3,})/;
const ITEM = /^((?:[ \t]*> ?)*)([ \t]*)(?:([-*+])( +)(\[[ xX]\] +)?|(\d{1,9})([.)])( +))?/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const INDENT = "    ";

const lineStart = (value, at) => value.lastIndexOf("\n", at - 1) + 1;

// Around the words, not the spaces beside them; where the mark stands already, it goes.
export function wrap({ value, start, end }, mark) {
  const selected = value.slice(start, end);
  const from = start + (selected.trim() ? selected.length - selected.trimStart().length : 0);
  const inside = selected.trim();
  const to = from + inside.length;
  const runs = [value.slice(0, from).match(/[*`]*$/)[0], value.slice(to).match(/^[*`]*/)[0]];
  // Two stars are bold and one is italic, so that three are both.
  if (runs.every((run) => run.includes(mark) && (mark !== "*" || run.length !== 2))) {
    const size = mark.length;
    return { from: from - size, to: to + size, text: inside, start: from - size, end: to - size };
  }
  const around = mark === "`" && inside.includes("`") ? ["`` ", " ``"] : [mark, mark];
  const begin = from + around[0].length;
  return { from, to, text: around[0] + inside + around[1], start: begin, end: begin + inside.length };
}

export function link({ value, start, end }) {
  const label = value.slice(start, end);
  const target = start + label.length + 3;
  if (/^https?:\/\/\S+$/.test(label)) return { from: start, to: end, text: `[](${label})`, start: start + 1, end: start + 1 };
  return { from: start, to: end, text: `[${label}]()`, start: label ? target : start + 1, end: label ? target : start + 1 };
}

// A block of its own around the selected lines; the caret goes where the language is said.
export function fence({ value, start, end }) {
  if (isInFence(value, start)) return null;
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
  const [all, quote, space, bullet, gap, box, number, dot, numberGap] = before.match(ITEM);
  const marker = bullet ? bullet + gap + (box ? "[ ] " : "") : number && `${Number(number) + 1}${dot}${numberGap}`;
  if (RULE.test(before) || !(marker || quote)) return null;
  const isEmpty = before.length === all.length && (value.startsWith("\n", start) || start === value.length);
  if (!isEmpty) return insert(start, `\n${quote}${space}${marker ?? ""}`);
  // An empty item goes one level out, and ends the list or the quote at last.
  const outer = quote + space.slice(4);
  const text = space && marker ? outer + all.slice((quote + space).length) : marker ? quote : "";
  return { from, to: start, text, start: from + text.length, end: from + text.length };
}

function insert(at, text) {
  return { from: at, to: at, text, start: at + text.length, end: at + text.length };
}

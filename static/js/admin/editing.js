// Changes to a text field. An edit puts `text` in the place of from…to and selects start…end.

// Through the browser's own editing, which its undo knows. The field must have the focus.
export function change(area, edit) {
  area.setSelectionRange(edit.from, edit.to);
  if (edit.from !== edit.to || edit.text) {
    const isDone = edit.text ? document.execCommand("insertText", false, edit.text) : document.execCommand("delete");
    if (!isDone) put(area, edit);
  }
  area.setSelectionRange(edit.start, edit.end);
}

// Without touching the focus, for what arrives while someone types elsewhere.
export function put(area, edit) {
  area.setRangeText(edit.text, edit.from, edit.to, "preserve");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// setSelectionRange does not scroll everywhere: a copy of the field that ends there tells how far down it is.
export function reveal(area, start, end) {
  area.focus();
  area.setSelectionRange(start, end);
  const copy = area.cloneNode();
  copy.removeAttribute("id");
  copy.removeAttribute("name");
  copy.value = area.value.slice(0, start);
  Object.assign(copy.style, { blockSize: "0", minBlockSize: "0", position: "absolute", visibility: "hidden" });
  copy.style.inlineSize = `${area.offsetWidth}px`;
  area.after(copy);
  area.scrollTop = copy.scrollHeight - area.clientHeight / 2;
  copy.remove();
}

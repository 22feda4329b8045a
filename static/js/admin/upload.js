// Images and files: pasted, dropped or chosen, sent with their progress, put in at the caret, and asked what they show.
import { change, put } from "./editing.js";

class EntryUpload extends HTMLElement {
  #body = document.querySelector("#id_body");
  #input = this.querySelector("input");
  #list = this.querySelector("ul");
  #queue = Promise.resolve(); // one after the other, so that they come into the text in their order
  #typedAt = 0;

  connectedCallback() {
    this.hidden = false;
    this.#input.addEventListener("change", this.#chosen);
    this.#body.addEventListener("paste", this.#given);
    this.#body.addEventListener("drop", this.#given);
    this.#body.addEventListener("dragover", this.#offered);
    document.addEventListener("keydown", this.#typed);
  }

  disconnectedCallback() {
    this.#input.removeEventListener("change", this.#chosen);
    this.#body.removeEventListener("paste", this.#given);
    this.#body.removeEventListener("drop", this.#given);
    this.#body.removeEventListener("dragover", this.#offered);
    document.removeEventListener("keydown", this.#typed);
  }

  choose() {
    this.#input.click();
  }

  #chosen = () => {
    this.#sendAll([...this.#input.files]);
    this.#input.value = "";
  };

  // Text that comes with a picture of itself, as from a spreadsheet, is meant as text.
  #given = (event) => {
    const given = event.clipboardData ?? event.dataTransfer;
    if (!given?.files.length || given.getData("text/plain")) return;
    event.preventDefault();
    this.#sendAll([...given.files]);
  };

  #offered = (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  };

  #typed = ({ key }) => {
    if (key.length === 1) this.#typedAt = Date.now();
  };

  #sendAll(files) {
    const startedAt = Date.now();
    for (const file of files) this.#queue = this.#queue.then(() => this.#send(file, startedAt));
  }

  #send(file, startedAt) {
    const row = document.createElement("li");
    const progress = document.createElement("progress");
    progress.setAttribute("aria-label", `Sending ${file.name}`);
    row.append(`${file.name} `, progress);
    this.#list.append(row);
    const request = new XMLHttpRequest(); // fetch tells nothing about its progress
    request.upload.addEventListener("progress", ({ loaded, total }) => Object.assign(progress, { value: loaded, max: total }));
    const done = new Promise((resolve) => request.addEventListener("loadend", resolve));
    request.responseType = "json";
    request.open("POST", this.dataset.url);
    const sent = new FormData();
    sent.set("csrfmiddlewaretoken", this.#body.form.csrfmiddlewaretoken.value);
    sent.set("file", file);
    request.send(sent);
    return done.then(() => this.#take(request, file, row, startedAt));
  }

  #take(request, file, row, startedAt) {
    const answer = request.response;
    if (request.status !== 200 || !answer?.markdown) {
      row.className = "failed";
      row.textContent = `${file.name}: ${answer?.error ?? "it could not be sent. Try again."}`;
      return;
    }
    const text = answer.markdown;
    this.#insert(text);
    row.replaceChildren();
    if (answer.is_picture) this.#ask(row, file, text, this.#isFree() && this.#typedAt < startedAt);
    else row.textContent = `${file.name} is kept. A link to it stands in the text.`;
  }

  // Whoever types elsewhere meanwhile is not interrupted.
  #isFree() {
    const active = document.activeElement;
    return active === this.#body || active === document.body || active.dataset.tool === "file";
  }

  // Below a picture that was put in just before, else at the caret.
  #insert(text) {
    if (this.#isFree()) this.#body.focus();
    const at = this.#body.selectionEnd;
    const piece = /\]\(\/attachments\/\S+\)$/.test(this.#body.value.slice(0, at)) ? `\n\n${text}` : text;
    const end = at + piece.length;
    const edit = { from: at, to: at, text: piece, start: end, end };
    if (document.activeElement === this.#body) change(this.#body, edit);
    else {
      put(this.#body, edit);
      this.#body.setSelectionRange(end, end);
    }
  }

  #ask(row, file, text, mayFocus) {
    const label = document.createElement("label");
    const field = document.createElement("input");
    field.type = "text";
    label.append(`What does ${file.name} show? `, field);
    row.append(label);
    field.addEventListener("change", () => this.#describe(row, field.value, text, false));
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      event.preventDefault(); // it would send the form
      this.#describe(row, field.value, text, true);
    });
    if (mayFocus) field.focus();
  }

  #describe(row, words, text, isLeaving) {
    if (row.dataset.done) return;
    row.dataset.done = "yes"; // its field is left when it goes, which would come here again
    const described = `![${words.replace(/[[\]\\]/g, "").trim()}]${text.slice(3)}`;
    const from = this.#body.value.indexOf(text);
    const edit = { from, to: from + text.length, text: described, start: from + described.length, end: from + described.length };
    if (isLeaving) this.#body.focus();
    row.remove();
    if (from < 0) return;
    if (isLeaving) change(this.#body, edit);
    else put(this.#body, edit);
  }
}

customElements.define("entry-upload", EntryUpload);

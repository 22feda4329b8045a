// Images and files: pasted, dropped or chosen, sent with their progress, put in at the caret, and asked what they show.
import { change, put } from "./editor.js";

class EntryUpload extends HTMLElement {
  #body = document.querySelector("#id_body");
  #input = this.querySelector("input");
  #list = this.querySelector("ul");

  connectedCallback() {
    this.hidden = false;
    this.#input.addEventListener("change", this.#chosen);
    this.#body.addEventListener("paste", this.#given);
    this.#body.addEventListener("drop", this.#given);
    this.#body.addEventListener("dragover", this.#offered);
  }

  disconnectedCallback() {
    this.#input.removeEventListener("change", this.#chosen);
    this.#body.removeEventListener("paste", this.#given);
    this.#body.removeEventListener("drop", this.#given);
    this.#body.removeEventListener("dragover", this.#offered);
  }

  choose() {
    this.#input.click();
  }

  #chosen = () => {
    for (const file of this.#input.files) this.#send(file);
    this.#input.value = "";
  };

  // Text that comes with a picture of itself, as from a spreadsheet, is meant as text.
  #given = (event) => {
    const given = event.clipboardData ?? event.dataTransfer;
    if (!given?.files.length || given.getData("text/plain")) return;
    event.preventDefault();
    for (const file of given.files) this.#send(file);
  };

  #offered = (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  };

  #send(file) {
    const row = document.createElement("li");
    const progress = document.createElement("progress");
    progress.setAttribute("aria-label", `Sending ${file.name}`);
    row.append(`${file.name} `, progress);
    this.#list.append(row);
    const request = new XMLHttpRequest(); // fetch tells nothing about its progress
    request.upload.addEventListener("progress", ({ loaded, total }) => Object.assign(progress, { value: loaded, max: total }));
    request.addEventListener("loadend", () => this.#take(request, file, row));
    request.responseType = "json";
    request.open("POST", this.dataset.url);
    const sent = new FormData();
    sent.set("csrfmiddlewaretoken", this.#body.form.csrfmiddlewaretoken.value);
    sent.set("file", file);
    request.send(sent);
  }

  #take(request, file, row) {
    const answer = request.response;
    if (request.status !== 200 || !answer?.markdown) {
      row.className = "failed";
      row.textContent = `${file.name}: ${answer?.error ?? "it could not be sent. Try again."}`;
      return;
    }
    const text = answer.markdown;
    const isWaiting = [this.#body, document.body].includes(document.activeElement) || this.#isStartedFrom();
    this.#insert(text, isWaiting);
    row.replaceChildren();
    if (answer.is_picture) this.#ask(row, file, text, isWaiting);
    else row.textContent = `${file.name} is kept. A link to it stands in the text.`;
  }

  // The tool is where a file was chosen; elsewhere someone types, and is not to be interrupted.
  #isStartedFrom() {
    return document.activeElement.dataset.tool === "file";
  }

  #insert(text, mayFocus) {
    if (mayFocus) this.#body.focus();
    const at = this.#body.selectionEnd;
    const edit = { from: at, to: at, text, start: at + text.length, end: at + text.length };
    if (mayFocus) change(this.#body, edit);
    else put(this.#body, edit);
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
    const described = `![${words.replace(/[[\]]/g, "").trim()}]${text.slice(3)}`;
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

// Tools and keys for the text, and on narrow screens a choice between text and preview.
import { change } from "./editing.js";
import { fence, indent, link, newline, wrap } from "./markdown.js";

const TOOLS = {
  bold: (state) => wrap(state, "**"),
  italic: (state) => wrap(state, "*"),
  code: (state) => wrap(state, "`"),
  fence,
  link,
};
const KEYS = { b: "bold", i: "italic", e: "code", k: "link", E: "fence", P: "preview", s: "save" };
const PLACE = "place in the text"; // of the caret, through the new page that a save gives

class EntryEditor extends HTMLElement {
  #body = this.querySelector("textarea");
  #form = this.#body.form;
  #toolbar = this.querySelector("[role=toolbar]");
  #tabs = this.querySelector(".editor__tabs");
  #leaves = false; // Escape was pressed: the next Tab leaves the text

  connectedCallback() {
    this.#toolbar.hidden = this.#tabs.hidden = false;
    this.#toolbar.addEventListener("click", this.#chosen);
    this.#toolbar.addEventListener("keydown", this.#walked);
    this.#tabs.addEventListener("click", this.#switched);
    this.#body.addEventListener("keydown", this.#typed);
    this.#form.addEventListener("keydown", this.#pressed);
    this.#form.addEventListener("submit", this.#submitted);
    this.#stop(this.#toolbar.querySelector("button"));
    this.#returnToPlace();
  }

  disconnectedCallback() {
    this.#toolbar.removeEventListener("click", this.#chosen);
    this.#toolbar.removeEventListener("keydown", this.#walked);
    this.#tabs.removeEventListener("click", this.#switched);
    this.#body.removeEventListener("keydown", this.#typed);
    this.#form.removeEventListener("keydown", this.#pressed);
    this.#form.removeEventListener("submit", this.#submitted);
  }

  #chosen = ({ target }) => {
    const button = target.closest("[data-tool]");
    if (!button) return;
    this.#stop(button);
    this.#use(button.dataset.tool);
  };

  // One stop for Tab, arrows between the tools.
  #walked = (event) => {
    const buttons = [...this.#toolbar.querySelectorAll("button")];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = buttons.at((buttons.indexOf(event.target) + step) % buttons.length);
    this.#stop(next);
    next.focus();
  };

  #stop(button) {
    for (const other of this.#toolbar.querySelectorAll("button")) other.tabIndex = other === button ? 0 : -1;
  }

  #switched = ({ target }) => {
    if (target.dataset.show) this.#show(target.dataset.show);
  };

  #show(what) {
    this.dataset.shown = what;
    for (const button of this.#tabs.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", button.dataset.show === what);
    }
  }

  #pressed = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    // By its letter, or by its place on the keyboard where that has other letters.
    const key = /^[a-z]$/i.test(event.key) ? event.key.toLowerCase() : event.code.replace("Key", "").toLowerCase();
    const name = KEYS[event.shiftKey ? key.toUpperCase() : key];
    if (!name || (name in TOOLS && event.target !== this.#body)) return;
    event.preventDefault();
    this.#use(name);
  };

  #use(name) {
    const edit = TOOLS[name]?.(this.#state());
    if (edit) this.#apply(edit);
    else if (name === "save") this.#form.requestSubmit(this.#form.querySelector("[name=_continue]"));
    else if (name === "preview") this.#show(this.dataset.shown === "text" ? "preview" : "text");
    else if (name === "file") this.querySelector("entry-upload").choose();
  }

  #typed = (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const isLeaving = this.#leaves;
    if (event.key !== "Shift") this.#leaves = event.key === "Escape";
    let edit = null;
    if (event.key === "Tab" && !isLeaving) edit = indent(this.#state(), event.shiftKey);
    else if (event.key === "Enter" && !event.shiftKey) edit = newline(this.#state());
    if (!edit) return;
    event.preventDefault();
    this.#apply(edit);
  };

  #state() {
    const { value, selectionStart: start, selectionEnd: end } = this.#body;
    return { value, start, end };
  }

  #apply(edit) {
    this.#body.focus();
    change(this.#body, edit);
  }

  #submitted = () => {
    const place = { path: location.pathname, caret: this.#body.selectionEnd, top: this.#body.scrollTop, page: scrollY };
    sessionStorage.setItem(PLACE, JSON.stringify(place));
  };

  #returnToPlace() {
    const place = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
    sessionStorage.removeItem(PLACE);
    if (place?.path !== location.pathname || document.querySelector(".errornote")) return;
    this.#body.focus({ preventScroll: true });
    this.#body.setSelectionRange(place.caret, place.caret);
    this.#body.scrollTop = place.top;
    scrollTo(0, place.page);
  }
}

customElements.define("entry-editor", EntryEditor);

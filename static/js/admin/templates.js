// A new entry begins with the template of its kind, without leaving the page and what stands there already.
import { change } from "./editing.js";

class EntryTemplates extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this.#chosen);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.#chosen);
  }

  #chosen = (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    const { body, kind } = document.querySelector("#entry_form").elements;
    const begun = [...this.querySelectorAll("a")].map(({ dataset }) => dataset.body.trim());
    const isUntouched = body.value.trim() === "" || begun.includes(body.value.trim());
    const from = isUntouched ? 0 : body.value.length;
    const text = isUntouched ? link.dataset.body : `\n\n${link.dataset.body}`;
    body.focus();
    kind.value = link.dataset.kind;
    change(body, { from, to: body.value.length, text, start: from, end: from });
  };
}

customElements.define("entry-templates", EntryTemplates);

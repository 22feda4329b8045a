// The entry as readers will see it, beside the text: rendered by the server, a moment after the last key.
import { reveal } from "./editing.js";

const PAUSE = 400; // milliseconds without a key before the preview is asked for

class EntryPreview extends HTMLElement {
  #body = document.querySelector("#id_body");
  #frame = this.querySelector("iframe");
  #warnings = this.querySelector(".warnings");
  #state = this.querySelector("output");
  #tab = document.querySelector("[data-show=preview]");
  #timer = 0;
  #request = null;

  connectedCallback() {
    this.#frame.hidden = this.#state.parentElement.hidden = false;
    this.#body.addEventListener("input", this.#later);
    this.#show();
    const line = location.hash.match(/^#line-(\d+)$/)?.[1];
    if (line) this.#jump(Number(line));
  }

  disconnectedCallback() {
    this.#body.removeEventListener("input", this.#later);
    clearTimeout(this.#timer);
    this.#request?.abort();
  }

  #later = () => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#show(), PAUSE);
  };

  async #show() {
    this.#request?.abort();
    this.#request = new AbortController();
    const form = this.#body.form;
    const sent = new URLSearchParams({ csrfmiddlewaretoken: form.csrfmiddlewaretoken.value, body: this.#body.value });
    try {
      const answer = await fetch(this.dataset.url, { method: "POST", body: sent, signal: this.#request.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      this.#take(await answer.json());
    } catch (error) {
      if (error.name !== "AbortError") this.#state.value = "No preview: the server does not answer. Your text is here.";
    }
  }

  #take({ html, warnings, words, minutes }) {
    const place = this.#frame.contentWindow?.scrollY ?? 0;
    this.#frame.addEventListener("load", () => this.#shown(place), { once: true });
    this.#frame.srcdoc = html;
    const items = warnings.map((warning) => this.#item(warning));
    if (!items.length) items.push(Object.assign(document.createElement("li"), { textContent: "Nothing." }));
    this.#warnings.replaceChildren(...items);
    this.#tab.textContent = warnings.length ? `Preview (${warnings.length})` : "Preview";
    this.#state.value = `${words} ${words === 1 ? "word" : "words"}, ${minutes} min to read`;
  }

  // A frame without an address of its own cannot go to a place within it: footnotes and headings are shown by hand.
  #shown(place) {
    const { contentWindow, contentDocument } = this.#frame;
    contentWindow.scrollTo(0, place);
    contentDocument.addEventListener("click", (event) => {
      const link = event.target.closest('a[href^="#"]');
      if (!link) return;
      event.preventDefault();
      contentDocument.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)))?.scrollIntoView();
    });
  }

  #item({ line, message }) {
    const item = document.createElement("li");
    if (!line) {
      item.textContent = message;
      return item;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `Line ${line}: ${message}`;
    button.addEventListener("click", () => this.#jump(line));
    item.append(button);
    return item;
  }

  #jump(line) {
    document.querySelector("[data-show=text]").click();
    const lines = this.#body.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    reveal(this.#body, start, start + (lines[line - 1] ?? "").length);
  }
}

customElements.define("entry-preview", EntryPreview);

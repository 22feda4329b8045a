// Whoever signs out leaves nothing in this browser that they typed. What no save has seen becomes a draft of its own
// first; what cannot be saved stays where it is.
import { formsOf, kept } from "../admin/kept.js";

class SignOut extends HTMLElement {
  #form = this.querySelector("form");

  connectedCallback() {
    this.#form.addEventListener("submit", this.#submitted);
  }

  disconnectedCallback() {
    this.#form.removeEventListener("submit", this.#submitted);
  }

  #submitted = async (event) => {
    const forms = formsOf(this.dataset.person);
    if (!forms.length) return;
    event.preventDefault();
    for (const name of forms) await this.#empty(name);
    this.#form.submit();
  };

  async #empty(name) {
    const texts = kept(name);
    const entry = name.split(" ")[1].replace("new", "");
    for (const text of texts.all()) {
      if ((await this.#isKnown(text, entry)) || (await this.#isSaved(text))) texts.forget(text);
    }
  }

  async #isKnown({ title, body }, entry) {
    const answer = await this.#send(this.dataset.draft, { title, body, entry, known: "kept" });
    return Boolean(answer?.ok && !answer.redirected && (await answer.json()).known);
  }

  async #isSaved({ title, body }) {
    const sitting = `${Date.now()}-${Math.random()}`.slice(0, 36);
    const answer = await this.#send(this.dataset.write, { title, body: body.trim() ? body : title, sitting });
    return Boolean(answer?.ok && answer.redirected); // to the draft that it is now
  }

  async #send(url, fields) {
    const csrfmiddlewaretoken = this.#form.elements.csrfmiddlewaretoken.value;
    const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken });
    return fetch(url, { method: "POST", body, signal: AbortSignal.timeout(20_000) }).catch(() => null);
  }
}

customElements.define("sign-out", SignOut);

// Unsaved text goes to the server every few seconds and to this browser at once, so that nothing typed is lost.
import { change } from "./editing.js";
import { kept } from "./kept.js";

const PAUSE = 3000; // milliseconds between two savings
const PATIENCE = 20_000; // milliseconds for an answer
const TWICE = 2000; // milliseconds in which a second submission is a double click
const FIELDS = ["title", "body"];

const isSame = (one, other) => FIELDS.every((name) => one?.[name] === other?.[name]);

class EntryDraft extends HTMLElement {
  #form = this.closest("form") ?? document.querySelector("#entry_form");
  #state = this.querySelector("output");
  #kept = kept(`${this.dataset.person} ${this.dataset.entry || "new"}`);
  #sent = null; // the text that the server has
  #timer = 0;
  #post = Promise.resolve(); // one after the other: what is newer arrives later
  #submittedAt = 0;
  #isDirty = false;
  #isSet = false;

  connectedCallback() {
    this.hidden = false;
    this.#sent = this.#text();
    this.#form.addEventListener("input", this.#changed);
    this.#form.addEventListener("submit", this.#submitted);
    document.addEventListener("visibilitychange", this.#hidden);
    addEventListener("beforeunload", this.#leaving);
    this.querySelector("[data-take]")?.addEventListener("click", () => this.#take(this.#offered(), this.#panel()));
    this.querySelector("[data-discard]")?.addEventListener("click", () => this.#discard());
    this.#offerKept();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#form.removeEventListener("input", this.#changed);
    this.#form.removeEventListener("submit", this.#submitted);
    document.removeEventListener("visibilitychange", this.#hidden);
    removeEventListener("beforeunload", this.#leaving);
  }

  #text() {
    return Object.fromEntries(FIELDS.map((name) => [name, this.#form.elements[name].value]));
  }

  #changed = ({ target }) => {
    if (!FIELDS.includes(target.name)) {
      this.#isDirty ||= Boolean(target.name);
      return;
    }
    // What the server offers and nobody has answered is kept here: the text that is sent next takes its place there.
    if (this.#panel() && !this.#isSet) this.#kept.set({ ...this.#offered(), sitting: "offered" });
    this.#isSet = true;
    this.#kept.set({ ...this.#text(), version: this.#version(), sitting: this.#form.elements.sitting.value });
    if (!this.#timer) this.#timer = setTimeout(() => this.#save(), PAUSE);
  };

  // Only title and text are kept; of what else was changed, the browser asks.
  #leaving = (event) => {
    if (this.#isDirty && Date.now() - this.#submittedAt > TWICE) event.preventDefault();
  };

  #hidden = () => {
    if (document.visibilityState === "hidden" && !isSame(this.#text(), this.#sent)) this.#save(true);
  };

  // A second click on the button is none, unless the first one came to nothing.
  #submitted = (event) => {
    clearTimeout(this.#timer);
    if (Date.now() - this.#submittedAt < TWICE) event.preventDefault();
    else this.#submittedAt = Date.now();
  };

  #save(isLast = false) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#post = isLast ? this.#send(this.#text(), true) : this.#post.then(() => this.#send(this.#text(), false));
  }

  async #send(text, isLast) {
    try {
      await this.#deliver(text, isLast);
      this.#sent = text;
      this.#say(`Kept at ${new Date().toLocaleTimeString()}. Not saved yet.`, "kept");
    } catch (error) {
      this.#say(error.message, "failed");
      if (!this.#timer) this.#timer = setTimeout(() => this.#save(), PAUSE);
    }
  }

  async #deliver(text, isLast) {
    for (const attempt of [1, 2, 3]) {
      const sitting = this.#form.elements.sitting;
      const answer = await this.#ask({ ...text, version: this.#version(), sitting: sitting.value }, isLast);
      const isTaken = answer.ok && !answer.redirected;
      if (isTaken && (await answer.json()).kept) return;
      if (answer.status === 410 || answer.status === 400) throw new Error(await this.#reason(answer));
      if (isTaken) sitting.value = `${Date.now()}-${Math.random()}`.slice(0, 36); // it had ended, and goes on after all
      else if (attempt < 3) await this.#renewToken();
    }
    throw new Error("The server does not take the text. It is kept in this browser.");
  }

  async #reason(answer) {
    const { error } = await answer.json().catch(() => ({}));
    return error ?? "The server does not take as much at once. Your text is kept in this browser.";
  }

  #version() {
    return this.#form.elements.opened_version?.value ?? "";
  }

  #ask(fields, isLast = false) {
    const token = this.#form.elements.csrfmiddlewaretoken.value;
    const body = new URLSearchParams({ ...fields, entry: this.dataset.entry ?? "", csrfmiddlewaretoken: token });
    // A browser takes at most 64 kB with a page that goes; what is longer is tried in the usual way.
    return this.#fetch({ method: "POST", body, keepalive: isLast && body.toString().length < 60_000 });
  }

  // After signing in again in another tab the old token is worth nothing; the text goes on with a new one.
  async #renewToken() {
    const answer = await this.#fetch({});
    if (answer.redirected || !answer.ok) {
      throw new Error("You are signed out. Your text is kept in this browser: sign in in another tab, and go on here.");
    }
    this.#form.elements.csrfmiddlewaretoken.value = (await answer.json()).token;
  }

  async #fetch(options) {
    try {
      return await fetch(this.dataset.url, { ...options, signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      throw new Error("The server cannot be reached. Your text is kept in this browser and sent as soon as it can.");
    }
  }

  // What this browser kept and the server does not have: a crash, a closed tab, a lost network.
  async #offerKept() {
    for (const text of this.#kept.all()) {
      if (isSame(text, this.#text()) || isSame(text, this.#offered()) || (await this.#isSaved(text))) {
        this.#kept.forget(text);
        continue;
      }
      const panel = document.createElement("p");
      const from = new Date(text.at).toLocaleString();
      panel.append(
        this.#button(`Take the text that this browser kept (${from})`, () => this.#take(text, panel)),
        " ",
        this.#button("Discard it", () => this.#resolve(text, panel)),
      );
      this.append(panel);
    }
  }

  async #isSaved({ title, body }) {
    try {
      return (await (await this.#ask({ title, body, known: "1" })).json()).known;
    } catch {
      return false;
    }
  }

  #button(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }

  #panel() {
    return this.querySelector("[data-offer]");
  }

  #offered() {
    const area = this.querySelector("[data-offered]");
    return area ? { title: area.dataset.title, body: area.value, version: area.dataset.version } : null;
  }

  // With the version that it was begun on: what was saved since is merged, not overwritten.
  #take(text, panel) {
    const { title, body, opened_version } = this.#form.elements;
    if (Number(text.version) && opened_version?.value) opened_version.value = text.version;
    for (const [field, value] of [[title, text.title], [body, text.body]]) {
      field.focus();
      change(field, { from: 0, to: field.value.length, text: value, start: 0, end: 0 });
    }
    this.#resolve(text, panel);
    this.#save();
  }

  #resolve(text, panel) {
    this.#kept.forget(text);
    panel.remove();
  }

  async #discard() {
    this.#resolve(this.#offered(), this.#panel());
    await this.#ask({ discard: "1" }).catch((error) => this.#say(error.message, "failed"));
  }

  #say(words, state) {
    this.#state.value = words;
    this.dataset.state = state;
  }
}

customElements.define("entry-draft", EntryDraft);

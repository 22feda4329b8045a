// Unsaved text goes to the server every few seconds and to this browser at once, so that nothing typed is lost.
const PAUSE = 3000; // milliseconds between two savings
const FIELDS = ["title", "body"];

class EntryDraft extends HTMLElement {
  #form = document.querySelector("#entry_form");
  #state = this.querySelector("output");
  #key = `draft ${this.dataset.entry || "new"}`;
  #sent = "";
  #timer = 0;

  connectedCallback() {
    this.hidden = false;
    this.#sent = JSON.stringify(this.#text());
    this.#offerKept();
    this.#form.addEventListener("input", this.#changed);
    this.#form.addEventListener("submit", this.#submitted);
    document.addEventListener("visibilitychange", this.#hidden);
    this.querySelector("[data-take]")?.addEventListener("click", () => this.#take(this.#offered()));
    this.querySelector("[data-discard]")?.addEventListener("click", () => this.#discard());
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#form.removeEventListener("input", this.#changed);
    this.#form.removeEventListener("submit", this.#submitted);
    document.removeEventListener("visibilitychange", this.#hidden);
  }

  #text() {
    return Object.fromEntries(FIELDS.map((name) => [name, this.#form.elements[name].value]));
  }

  #changed = () => {
    localStorage.setItem(this.#key, JSON.stringify({ ...this.#text(), at: Date.now() }));
    if (!this.#timer) this.#timer = setTimeout(() => this.#save(), PAUSE);
  };

  #hidden = () => {
    if (document.visibilityState === "hidden" && JSON.stringify(this.#text()) !== this.#sent) this.#save(true);
  };

  #submitted = () => {
    clearTimeout(this.#timer);
    this.#form.removeEventListener("input", this.#changed);
    document.removeEventListener("visibilitychange", this.#hidden);
  };

  async #save(keepalive = false) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const text = this.#text();
    try {
      await this.#post(text, keepalive);
      this.#sent = JSON.stringify(text);
      this.#say(`Kept at ${new Date().toLocaleTimeString()}. Not saved yet.`, "kept");
    } catch (error) {
      this.#say(error.message, "failed");
      this.#timer = setTimeout(() => this.#save(), PAUSE);
    }
  }

  async #post(text, keepalive) {
    const version = this.#form.elements.opened_version?.value ?? "";
    const sent = new URLSearchParams({ ...text, version, entry: this.dataset.entry ?? "" });
    for (const attempt of [1, 2]) {
      sent.set("csrfmiddlewaretoken", this.#form.csrfmiddlewaretoken.value);
      const answer = await this.#ask({ method: "POST", body: sent, keepalive });
      if (answer.ok && !answer.redirected) return;
      if (answer.status === 410 || answer.status === 400) throw new Error((await answer.json()).error);
      if (attempt === 1) await this.#renewToken();
    }
    throw new Error("The server does not take the text. It is kept in this browser.");
  }

  // After signing in again in another tab the old token is worth nothing; the text goes on with a new one.
  async #renewToken() {
    const answer = await this.#ask({});
    if (answer.redirected || !answer.ok) {
      throw new Error("You are signed out. Your text is kept in this browser: sign in in another tab, and go on here.");
    }
    this.#form.csrfmiddlewaretoken.value = (await answer.json()).token;
  }

  async #ask(options) {
    try {
      return await fetch(this.dataset.url, options);
    } catch {
      throw new Error("The server cannot be reached. Your text is kept in this browser and sent as soon as it can.");
    }
  }

  // What this browser kept and the server does not have: a crash, a closed tab, a lost network.
  #offerKept() {
    const kept = JSON.parse(localStorage.getItem(this.#key) ?? "null");
    if (!kept) return;
    const shown = this.#text();
    const offered = this.#offered();
    const isKnown = (other) => other && FIELDS.every((name) => kept[name] === other[name]);
    if (isKnown(shown) || isKnown(offered)) {
      if (isKnown(shown)) localStorage.removeItem(this.#key);
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `Take the text that this browser kept (${new Date(kept.at).toLocaleString()})`;
    button.addEventListener("click", () => {
      this.#take(kept);
      button.remove();
    });
    this.append(button);
  }

  #offered() {
    const area = this.querySelector("[data-offered]");
    return area ? { title: area.dataset.title, body: area.value } : null;
  }

  #take(text) {
    for (const name of FIELDS) this.#form.elements[name].value = text[name];
    this.#form.elements.body.dispatchEvent(new Event("input", { bubbles: true }));
    this.querySelector("[data-offer]")?.remove();
  }

  async #discard() {
    localStorage.removeItem(this.#key);
    this.querySelector("[data-offer]")?.remove();
    const sent = new URLSearchParams({ discard: "1", entry: this.dataset.entry ?? "" });
    sent.set("csrfmiddlewaretoken", this.#form.csrfmiddlewaretoken.value);
    await this.#ask({ method: "POST", body: sent }).catch((error) => this.#say(error.message, "failed"));
  }

  #say(words, state) {
    this.#state.value = words;
    this.dataset.state = state;
  }
}

customElements.define("entry-draft", EntryDraft);

// <search-box>: results while typing, Enter to search, and a pasted traceback made short enough for an address.
const PAUSE = 200;
const LONGEST = 1800;
const TRACEBACK = "Traceback (most recent call last)";
const TELLING = /^\s*File "|Traceback \(most recent|^\S.*(Error|Exception|Warning|Exit|Iteration|DoesNotExist)\b|\bin \S+\(/;

class SearchBox extends HTMLElement {
  #box;
  #timer;
  #asked;

  connectedCallback() {
    this.#box = this.querySelector("textarea");
    this.#box.addEventListener("input", this.#typed);
    this.#box.addEventListener("compositionend", this.#typed);
    this.#box.addEventListener("keydown", this.#pressed);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    this.#box.removeEventListener("input", this.#typed);
    this.#box.removeEventListener("compositionend", this.#typed);
    this.#box.removeEventListener("keydown", this.#pressed);
  }

  #typed = (event) => {
    if (this.#box.value.length > LONGEST) this.#shorten();
    clearTimeout(this.#timer);
    if (!event.isComposing) this.#timer = setTimeout(this.#find, PAUSE);
  };

  #pressed = (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.#box.form.requestSubmit();
    }
  };

  #shorten() {
    let lines = this.#box.value.split("\n");
    if (this.#box.value.includes(TRACEBACK)) {
      const last = lines.findLast((line) => /^\S/.test(line));
      lines = lines.filter((line) => line === last || TELLING.test(line)).map((line) => line.slice(0, 300));
      while (lines.length > 2 && lines.join("\n").length > LONGEST) lines.splice(1, 1);
    }
    this.#box.value = lines.join("\n").slice(0, LONGEST);
  }

  #find = async () => {
    this.#asked?.abort();
    this.#asked = new AbortController();
    const address = new URL(this.#box.form.action);
    address.search = new URLSearchParams(new FormData(this.#box.form));
    const shown = document.getElementById("results");
    shown.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: this.#asked.signal });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      shown.replaceChildren(...page.getElementById("results").childNodes);
      document.getElementById("found").textContent = page.getElementById("found").textContent;
      document.title = page.title;
      history.replaceState(null, "", address);
    } catch (error) {
      if (error.name === "AbortError") return;
      // Offline: what is shown stays, and Enter asks again.
    } finally {
      if (!this.#asked.signal.aborted) shown.removeAttribute("aria-busy");
    }
  };
}

customElements.define("search-box", SearchBox);

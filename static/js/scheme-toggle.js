// <scheme-toggle>: a button between day and night. The system's choice holds until it is pressed.
class SchemeToggle extends HTMLElement {
  #button;

  connectedCallback() {
    this.#button = document.createElement("button");
    this.#button.type = "button";
    this.#button.addEventListener("click", this.#toggle);
    this.append(this.#button);
    this.#describe();
  }

  disconnectedCallback() {
    this.#button.remove();
  }

  get #isDark() {
    const chosen = document.documentElement.dataset.scheme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  #toggle = () => {
    const scheme = this.#isDark ? "light" : "dark";
    document.documentElement.dataset.scheme = scheme;
    try {
      localStorage.setItem("scheme", scheme);
    } catch {
      // Without storage the choice lasts for this page.
    }
    this.#describe();
  };

  #describe() {
    const other = this.#isDark ? "light" : "dark";
    this.#button.textContent = this.#isDark ? "☼" : "☾";
    this.#button.setAttribute("aria-label", `Switch to the ${other} colours`);
  }
}

customElements.define("scheme-toggle", SchemeToggle);

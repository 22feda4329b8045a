// <copy-button>: copies the code of the figure it stands in, and says so.
class CopyButton extends HTMLElement {
  #button;
  #timer;

  connectedCallback() {
    this.#button = document.createElement("button");
    this.#button.type = "button";
    this.#button.setAttribute("aria-live", "polite");
    this.#button.textContent = "Copy";
    this.#button.addEventListener("click", this.#copy);
    this.append(this.#button);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#button.remove();
  }

  #copy = async () => {
    const code = this.closest("figure").querySelector(".snippet__code").textContent;
    let answer = "Copied";
    try {
      await navigator.clipboard.writeText(code);
    } catch {
      answer = "Select and copy";
    }
    this.#button.textContent = answer;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#button.textContent = "Copy"), 2000);
  };
}

customElements.define("copy-button", CopyButton);

for (const caption of document.querySelectorAll(".snippet__caption")) {
  const button = document.createElement("copy-button");
  button.className = "snippet__copy";
  caption.append(button);
}

// The base class of all instruments: start, translations, full screen.
"use strict";

// "{a} of {b}" with the values of a and b.
const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);

class Instrument extends HTMLElement {
  connectedCallback() {
    // While the page is being parsed, the element has no children yet.
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.begin(), { once: true });
    } else {
      this.begin();
    }
  }

  // `this._("Play")` translates by the words in this output, else by those in the page, else not at all.
  findWords() {
    const found = this.querySelector(".linefit-words") ?? document.querySelector(".linefit-words");
    const words = new Map(Object.entries(JSON.parse(found?.textContent ?? "{}")));
    this._ = (text) => words.get(text) || text;
  }

  // Let a button toggle full screen, if the browser has it.
  growBy(button) {
    const { _ } = this;
    const name = _("Full screen");
    button.hidden = !document.fullscreenEnabled;
    button.title = name;
    button.setAttribute("aria-label", name);
    button.addEventListener("click", async () => {
      try {
        await (this.matches(":fullscreen") ? document.exitFullscreen() : this.requestFullscreen());
      } catch {
        // The browser refuses, and nothing has changed.
      }
    });
    const tell = () => button.setAttribute("aria-pressed", this.matches(":fullscreen"));
    this.addEventListener("fullscreenchange", tell);
    tell();
  }
}
const FULL_SCREEN = "M1 1h5v2H3v3H1zM10 1h5v5h-2V3h-3zM1 10h2v3h3v2H1zM13 10h2v5h-5v-2h3z";


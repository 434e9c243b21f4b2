// What all instruments share: when they begin, the words they say, and the full screen.
"use strict";

// "{a} of {b}" with a and b in their places.
const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);

class Instrument extends HTMLElement {
  connectedCallback() {
    // While a page is still being read, this element stands there before its children.
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", () => this.begin(), { once: true });
    } else {
      this.begin();
    }
  }

  // `this._("Play")` is the word for it in what this output carries, else what the page offers, else English.
  findWords() {
    const found = this.querySelector(".linefit-words") ?? document.querySelector(".linefit-words");
    const words = new Map(Object.entries(JSON.parse(found?.textContent ?? "{}")));
    this._ = (text) => words.get(text) || text;
  }

  // Let a button fill the screen with this instrument, where the browser lets it.
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
        // The browser would not have it; then nothing has changed.
      }
    });
    const tell = () => button.setAttribute("aria-pressed", this.matches(":fullscreen"));
    this.addEventListener("fullscreenchange", tell);
    tell();
  }
}
const FULL_SCREEN = "M1 1h5v2H3v3H1zM10 1h5v5h-2V3h-3zM1 10h2v3h3v2H1zM13 10h2v5h-5v-2h3z";


// The base of all instruments: start, words, state, address, memory, announcements, full screen.

// "{a} of {b}" with the values of a and b.
const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);

// What storage may have refused.
const onPage = new Map();

// An element that a cell's output brings.
class Output extends HTMLElement {
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

// An instrument computes with `data` and shows its `state`. What it is made of:
//   label()        its name, for a screen reader
//   build()        sets `state` and returns its rows of elements
//   change(wanted) brings the state nearer to what is wanted, within its bounds
//   render()       draws the state
//   telling()      the state in words, announced once a reader's change has settled
class Instrument extends Output {
  begin() {
    if (this.state) return;
    this.findWords();
    // A page saved by the browser has the built elements already.
    this.querySelector(".lf")?.remove();
    this.data = JSON.parse(this.querySelector(".linefit-data").textContent);
    this.fields = {};
    const rows = this.build();
    this.heard = html("div", { class: "lf-heard", role: "status" });
    this.append(html("div", { class: "lf" }, ...rows.flat(), this.heard));
    update(this, { role: "group", "aria-label": this.label(), tabindex: -1, ready: "" });
    this.render();
    // Another tab, or a chapter from which a reader comes back, may have kept something.
    for (const event of ["storage", "pageshow"]) addEventListener(event, () => this.isConnected && this.render());
    if (this.static.address) this.useAddress();
  }

  disconnectedCallback() {
    this.transport?.stop();
  }

  get static() {
    return this.constructor;
  }

  // Change the state, and draw at the next frame.
  set(wanted) {
    this.change(wanted);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.render();
    });
  }

  // A change by the reader, which goes to the address and to screen readers half a second later.
  choose(wanted) {
    this.set(wanted);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      if (this.transport?.playing) return;
      if (this.addressed) this.writeAddress();
      this.heard.textContent = this.telling();
    }, 500);
  }

  // The setting in the address, as #alpha=0.0083&epochs=300. An instrument that has it names, as
  // `static address`, the key without which an address is not its own, and gives `addressing()`,
  // the pairs to write, and `opening(numbers)`, what a reader who comes with them wants.
  useAddress() {
    // A notebook's page has an address of its own, and of several instruments only the first has the page's.
    this.addressed =
      /^(https?|file):$/.test(location.protocol) &&
      !this.closest(".jp-OutputArea") &&
      document.querySelector(this.localName) === this;
    if (!this.addressed) return;
    addEventListener("hashchange", () => this.readAddress());
    // A link to the current address fires no hashchange.
    addEventListener("click", ({ target }) => {
      if (target.closest?.("a")?.hash === location.hash) this.readAddress();
    });
    this.readAddress();
  }

  writeAddress() {
    const pairs = this.addressing().map((pair) => pair.join("="));
    try {
      history.replaceState(history.state, "", `#${pairs.join("&")}`);
    } catch {
      // Safari refuses more than a hundred in half a minute.
      this.settling = setTimeout(() => this.writeAddress(), 3000);
    }
  }

  readAddress() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    if (!wanted.has(this.static.address)) return;
    this.set(this.opening(Object.fromEntries(wanted)));
    this.focus({ preventScroll: true });
    this.scrollIntoView();
    // What loads above would move it.
    if (document.readyState !== "complete")
      addEventListener("load", () => this.scrollIntoView(), { once: true });
  }

  // What a reader keeps for these data, from chapter to chapter: an object, or null. A browser may
  // have no storage, or refuse it; then it is kept as long as the page is open, and `keep` is false.
  get kept() {
    try {
      const found = localStorage.getItem(this.memory);
      if (found) return JSON.parse(found);
    } catch {
      // As if nothing were stored.
    }
    return onPage.get(this.memory) ?? null;
  }

  keep(value) {
    onPage.set(this.memory, value);
    try {
      localStorage.setItem(this.memory, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  }

  get memory() {
    return `${this.localName}-${this.data.key}`;
  }
}

// The first script on a page serves all.
function define(name, Element) {
  if (!customElements.get(name)) customElements.define(name, Element);
}

Object.assign(kit, { fill, Output, Instrument, define });

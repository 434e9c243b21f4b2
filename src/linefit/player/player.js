// <linefit-player>: a still picture that becomes an animation when a reader asks for it.

const { Output, define, fill, html } = kit;

const ICONS = {
  first: "M2 2h2v12H2zM14 2v12L5 8z",
  back: "M10 2v12L1 8zM12 2h2v12h-2z",
  play: "M3 1l12 7-12 7z",
  pause: "M3 2h4v12H3zM9 2h4v12H9z",
  forward: "M6 2v12l9-6zM2 2h2v12H2z",
  last: "M12 2h2v12h-2zM2 2v12l9-6z",
  slower: "M2 7h12v2H2z",
  faster: "M7 2h2v5h5v2H9v5H7V9H2V7h5z",
  full: kit.ICONS.full,
};

// Firefox prints a copy of the page, and what is lazy is loaded in that copy alone.
const LOADS_IN_COPY = CSS.supports("-moz-appearance", "none");

// Frames, made of the one that it opens on and of what differs in the others. They are seen on a
// canvas that takes the image's place: not every browser lets a script read it, to make an image.
class Film {
  constructor(image, regions) {
    this.image = image;
    this.regions = regions;
    this.loaded = new Map();
    [this.whole, this.canvas] = ["whole", "canvas"].map(() => document.createElement("canvas"));
    for (const side of ["width", "height"]) this.whole[side] = image.getAttribute(side);
    this.canvas.className = image.className;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", image.alt);
    new ResizeObserver(() => this.paint()).observe(this.canvas);
  }

  // Each picture is decoded when it is first needed. One that is lost on the way is asked for again.
  load(source) {
    if (!this.loaded.has(source)) {
      const picture = new Image();
      picture.src = source;
      const decoded = picture.decode().then(() => picture);
      decoded.catch(() => this.loaded.delete(source));
      this.loaded.set(source, decoded);
    }
    return this.loaded.get(source);
  }

  // The decoded pictures of a frame.
  async parts(frame) {
    const regions = this.regions.filter(({ first, count }) => first <= frame && frame < first + count);
    const sources = [this.image.src, ...regions.map(({ sheet }) => sheet)];
    const [still, ...sheets] = await Promise.all(sources.map((source) => this.load(source)));
    return { still, strips: regions.map((region, i) => ({ ...region, sheet: sheets[i] })) };
  }

  draw(frame, { still, strips }) {
    const brush = this.whole.getContext("2d");
    brush.drawImage(still, 0, 0);
    for (const { sheet, x, y, width, height, first } of strips) {
      brush.drawImage(sheet, 0, (frame - first) * height, width, height, x, y, width, height);
    }
    // Moved with every frame, it would be blank in Safari. The style sheet hides the image behind it.
    if (!this.canvas.isConnected) this.image.before(this.canvas);
    this.paint();
  }

  // In pixels of the screen: not every browser shrinks a canvas as smoothly as an image.
  paint() {
    const box = this.canvas.getBoundingClientRect();
    const [width, height] = [box.width, box.height].map((side) => Math.round(side * devicePixelRatio));
    // It is hidden, on paper or in a fold, and painted when it is seen again; till then it keeps its picture.
    if (!width) return;
    if (this.canvas.width !== width) Object.assign(this.canvas, { width, height });
    const brush = this.canvas.getContext("2d");
    brush.imageSmoothingQuality = "high";
    brush.drawImage(this.whole, 0, 0, width, height);
  }
}

// What is said of a run of gradient descent: its unit, its frames, the alternative text.
const run = {
  unit: (_) => _("Epoch"),
  say: (_, [epoch, loss, weights], last) =>
    fill(_("epoch {epoch} / {last}, loss = {loss}, ŵ = {weights}"), { epoch, last, loss, weights }),
  describe: (_, title) => fill(
    _("Gradient descent: left, the observations and the line; right, the loss surface and the path on it. It opens with {title}."),
    { title },
  ),
};
// And of any other animation, of whose frames no more is known than their numbers.
const other = {
  unit: (_) => _("Frame"),
  say: (_, [frame], last) => fill(_("frame {frame} / {last}"), { frame, last }),
  describe: (_, title) => fill(_("An animation. It opens with {title}."), { title }),
};

class Player extends Output {
  static count = 0;

  disconnectedCallback() {
    if (this.controls) this.pause();
  }

  begin() {
    if (this.controls) return;
    this.findWords();
    this.image = this.querySelector("img");
    const [width, height] = ["width", "height"].map((side) => this.image.getAttribute(side));
    this.style.setProperty("--ratio", width / height);
    this.style.setProperty("--natural", `${width}px`);
    // A page saved by the browser keeps the controls of that moment, and an empty canvas.
    this.removeAttribute("laid");
    for (const made of this.querySelectorAll("canvas, .linefit-controls, .linefit-frames")) made.remove();

    const numbers = JSON.parse(this.dataset.titles);
    const opens = Number(this.dataset.opens);
    this.words = numbers[0].length > 1 ? run : other;
    const { say, describe } = this.words;
    const titles = (_) => numbers.map((frame) => say(_, frame, numbers.length - 1));
    this.titles = titles(this._);
    // An alternative text by the author of the page stays.
    const english = (text) => text;
    if (this.image.alt === describe(english, titles(english)[opens])) {
      this.image.alt = describe(this._, this.titles[opens]);
    }
    this.film = new Film(this.image, JSON.parse(this.dataset.regions));
    this.end = this.titles.length - 1;
    this.frame = this.shown = opens;
    this.direction = 1;
    this.interval = Number(this.dataset.interval);
    let mode = this.dataset.mode;
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      // Only the reader starts it, so it still plays: slowly, once.
      mode = "once";
      this.interval = Math.max(this.interval, 1000);
    }
    this.build();
    this.setMode(mode);
    this.setSpeed(1);
    this.tell();
  }

  build() {
    const { _ } = this;
    this.names = {
      first: _("First frame"), back: _("One frame back"), play: _("Play"), pause: _("Pause"),
      forward: _("One frame forward"), last: _("Last frame"), slower: _("Slower"), faster: _("Faster"),
    };
    const modes = { once: _("Once"), loop: _("Loop"), reflect: _("Reflect") };
    const group = `linefit-player-${++Player.count}`;
    const button = (act) =>
      `<button type="button" data-act="${act}"><svg viewBox="0 0 16 16" aria-hidden="true"><path d="${ICONS[act]}"/></svg></button>`;
    const radio = (mode) => `<label><input type="radio" name="${group}" value="${mode}"> <span></span></label>`;

    this.controls = document.createElement("div");
    this.controls.className = "linefit-controls";
    this.controls.innerHTML = `
      <div class="linefit-scrub"><input type="range" min="0" max="${this.end}">${button("full")}</div>
      <p class="linefit-status"></p>
      <div class="linefit-bar">
        <div>${["first", "back", "play", "forward", "last"].map(button).join("")}</div>
        <div>${button("slower")}<output></output>${button("faster")}</div>
        <fieldset><legend></legend>${Object.keys(modes).map(radio).join("")}</fieldset>
      </div>`;
    this.append(this.controls);
    this.setAttribute("role", "group");
    this.setAttribute("aria-label", _("Animation"));

    const find = (selector) => this.controls.querySelector(selector);
    [this.slider, this.status, this.speedometer] = ["input", ".linefit-status", "output"].map(find);
    this.slider.setAttribute("aria-label", this.words.unit(_));
    find("legend").textContent = _("At the end");
    for (const [mode, name] of Object.entries(modes)) {
      find(`[value=${mode}] + span`).textContent = name;
    }
    this.growBy(find("[data-act=full]"));
    this.buttons = {};
    for (const button of this.controls.querySelectorAll("button:not([data-act=full])")) {
      const { act } = button.dataset;
      this.buttons[act] = button;
      this.dress(button, act);
      button.addEventListener("click", () => this[act]());
    }
    kit.slide(this.slider, (frame) => this.jump(frame));
    find("fieldset").addEventListener("change", (event) => this.setMode(event.target.value));
  }

  dress(button, name) {
    button.title = this.names[name];
    button.setAttribute("aria-label", this.names[name]);
    button.querySelector("path").setAttribute("d", ICONS[name]);
  }

  first() { this.jump(0); }
  back() { this.jump(Math.max(this.frame - 1, 0)); }
  forward() { this.jump(Math.min(this.frame + 1, this.end)); }
  last() { this.jump(this.end); }
  slower() { this.setSpeed(this.speed / 2); }
  faster() { this.setSpeed(this.speed * 2); }

  play() {
    if (this.playing) return this.pause();
    this.playing = {};
    this.dress(this.buttons.play, "pause");
    if (this.frame === this.end && this.mode !== "reflect") this.advance(0);
    else this.rest();
  }

  pause() {
    this.playing = null;
    clearTimeout(this.timer);
    this.dress(this.buttons.play, "play");
  }

  rest() {
    this.timer = setTimeout(() => this.tick(), this.interval / this.speed);
  }

  tick() {
    let next = this.frame + this.direction;
    if (next < 0 || next > this.end) {
      if (this.mode === "once") return this.pause();
      if (this.mode === "reflect") this.direction = -this.direction;
      next = this.mode === "loop" ? 0 : Math.min(Math.max(this.frame + this.direction, 0), this.end);
    }
    this.advance(next);
  }

  async advance(frame) {
    const { playing } = this;
    await this.show(frame);
    if (this.playing === playing) this.rest();
  }

  jump(frame) {
    this.pause();
    this.show(frame);
  }

  // What is told is always what is seen.
  async show(frame) {
    this.frame = frame;
    let parts;
    try {
      parts = await this.film.parts(frame);
    } catch {
      if (this.frame === frame) this.stay();
      return;
    }
    // Another frame may have been asked for meanwhile.
    if (this.frame !== frame) return;
    this.film.draw(frame, parts);
    this.shown = frame;
    this.tell();
  }

  // A picture is lost, as without a network; whatever is pressed next asks for it again.
  stay() {
    this.pause();
    this.frame = this.shown;
    this.tell();
    this.status.textContent = this._("This picture could not be loaded. Try again.");
    this.status.classList.add("linefit-lost");
  }

  tell() {
    const title = this.titles[this.frame];
    this.slider.value = this.frame;
    this.slider.setAttribute("aria-valuetext", title);
    // Announced when a reader steps, but not while it plays or when the slider announces itself.
    const quiet = this.playing || document.activeElement === this.slider;
    this.status.setAttribute("aria-live", quiet ? "off" : "polite");
    this.status.textContent = title;
    this.status.classList.remove("linefit-lost");
  }

  // Some frames for paper, which does not move: windows over the sheet on which they stand. Most
  // browsers load it before they print. Without it, as when it is lost, the picture is printed.
  layFrames() {
    const { frames, sheet } = JSON.parse(this.dataset.printed);
    const isHere = ({ complete, naturalWidth }) => complete && naturalWidth;
    if (!this.end || this.strips?.every(isHere)) return;
    this.querySelector(".linefit-frames")?.remove();
    this.strips = frames.map((_, k) => html("img", { alt: "", loading: "lazy", src: sheet, style: `top: ${-100 * k}%` }));
    const laid = frames.map((frame, k) =>
      html("div", {}, html("p", {}, this.titles[frame]), html("div", {}, this.strips[k])),
    );
    const box = html("div", { class: "linefit-frames" }, ...laid);
    this.append(box);
    const tell = () => this.toggleAttribute("laid", this.strips.every(isHere) || (LOADS_IN_COPY && navigator.onLine));
    box.addEventListener("load", tell, true);
    tell();
  }

  setMode(mode) {
    this.mode = mode;
    this.direction = 1;
    this.controls.querySelector(`[value=${mode}]`).checked = true;
  }

  setSpeed(speed) {
    this.speed = Math.min(Math.max(speed, 1 / 4), 8);
    this.speedometer.value = `×${this.speed}`;
  }
}

define("linefit-player", Player);
addEventListener("beforeprint", () => {
  for (const player of document.querySelectorAll("linefit-player")) if (player.controls) player.layFrames();
});

// Buttons, fields, sliders, and what plays.

const ICONS = {
  reset: "M8 3a5 5 0 1 1-4.6 3L2 5.3 5.6 3.2 6.4 7.3 5 6.6A3.4 3.4 0 1 0 8 4.6z",
  back: "M11 3v10L4 8zM3 3h1.5v10H3z",
  play: "M4 2.5v11L13 8z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  on: "M5 3v10l7-5zM11.5 3H13v10h-1.5z",
  full: "M1 1h5v2H3v3H1zM10 1h5v5h-2V3h-3zM1 10h2v3h3v2H1zM13 10h2v5h-5v-2h3z",
};
const icon = (name) =>
  svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));

function button(content, act, attributes = {}) {
  const element = html("button", { type: "button", ...attributes }, content);
  if (act) element.addEventListener("click", act);
  return element;
}

const iconButton = (name, label, act) => button(icon(name), act, { "aria-label": label, title: label });

// A switch: a button that stays pressed. `draw(on)` shows its state.
function toggle(label, act) {
  const element = button(label, () => act(element.getAttribute("aria-pressed") !== "true"), { "aria-pressed": false });
  return { element, draw: (on) => element.setAttribute("aria-pressed", on) };
}

// A number that a reader types. `draw(value)` shows it.
function field(name, label, choose) {
  const input = html("input", { type: "text", inputmode: "decimal", autocomplete: "off", class: `lf-${name}` });
  input.addEventListener("change", () => choose(parsed(input.value)));
  return { element: html("label", {}, `${label} `, input), draw: (value) => (input.value = short(value)) };
}

// Pixels: a touch that goes further across drags the slider; further up or down, it is a swipe.
const [DRAG, SWIPE] = [4, 20];

// Call `choose` with every value to which a reader moves a slider. A touch moves it at once, but may
// become a swipe that scrolls the page, which then leaves everything as it was.
function slide(element, choose) {
  let from;
  const take = () => {
    from = undefined;
    choose(Number(element.value));
  };
  const leave = () => {
    if (from) element.value = from.value;
    from = undefined;
  };
  // Firefox scrolls no page by a finger that began on a slider; others have cancelled by then.
  const scroll = (down) => {
    scrollBy({ top: from.down - down, behavior: "instant" });
    from.down = down;
  };
  element.addEventListener("pointerdown", ({ pointerType, clientX, clientY }) => {
    const touch = { across: clientX, down: clientY, value: element.value };
    from = pointerType === "touch" ? touch : undefined;
  });
  element.addEventListener("input", () => from || take());
  element.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (!from) return;
    from.swipes ||= Math.abs(clientY - from.down) > SWIPE;
    if (from.swipes) scroll(clientY);
    else if (Math.abs(clientX - from.across) > DRAG) take();
  });
  element.addEventListener("pointerup", () => {
    // Firefox moves the slider once more when the finger has left.
    if (from?.swipes) setTimeout(leave);
    else if (from) take();
  });
  element.addEventListener("pointercancel", leave);
}

// A slider over whole numbers, with words for the one it stands on.
function slider(label, choose, attributes = {}) {
  const element = html("input", { type: "range", "aria-label": label, ...attributes });
  slide(element, choose);
  const draw = (value, words, max = element.max) => {
    update(element, { max, ...(words && { "aria-valuetext": words }) });
    element.value = value;
  };
  return { element, draw };
}

// Few enough that each stop changes α in its third digit.
const STOPS = 400;

// A learning rate on a logarithmic scale: a field and a slider.
class RateSlider {
  constructor([low, high], label, choose) {
    // A rate below the scale, even one below zero, is at its end.
    this.fraction = (alpha) => Math.log(Math.max(alpha, low) / low) / Math.log(high / low);
    this.field = field("alpha", label, choose);
    this.slider = slider(
      label,
      (stop) => choose(Number((low * (high / low) ** (stop / STOPS)).toPrecision(3))),
      { max: STOPS },
    );
  }

  draw(alpha, words = "") {
    this.field.draw(alpha);
    this.slider.draw(STOPS * this.fraction(alpha), `${short(alpha)}${words && `, ${words}`}`);
  }
}

// Play, step by step or all at once, what has the positions 0 to `last` in its state's `step`.
class Transport {
  // `back`, `on` and `unit` are words; `seconds` is how long all of it takes at most, `pace` how
  // many steps a second it takes otherwise.
  constructor(owner, { back, on, unit, reset }, seconds = 6, pace = 5) {
    const { _ } = owner;
    Object.assign(this, { owner, seconds, pace, actions: { play: _("Play"), pause: _("Pause") } });
    this.player = iconButton("play", this.actions.play, () => this.play());
    this.scrubber = slider(unit, (step) => this.jump(step));
    this.counter = html("span");
    const full = iconButton("full");
    owner.growBy(full);
    const wind = () => {
      this.stop();
      reset();
    };
    this.element = html(
      "div",
      { class: "lf-flow" },
      iconButton("reset", _("Reset"), wind),
      iconButton("back", back, () => this.jump(owner.state.step - 1)),
      this.player,
      iconButton("on", on, () => this.jump(owner.state.step + 1)),
      html("div", { class: "lf-scrub" }, this.scrubber.element),
      this.counter,
      full,
    );
  }

  stop() {
    this.playing = null;
  }

  jump(step) {
    this.stop();
    this.owner.choose({ step });
  }

  play() {
    const { owner } = this;
    if (this.playing) return this.jump(owner.state.step);
    const from = owner.state.step === owner.last ? 0 : owner.state.step;
    const speed = Math.max(owner.last / (1000 * this.seconds), this.pace / 1000);
    // With reduced motion it takes few, larger steps.
    const pause = matchMedia("(prefers-reduced-motion: reduce)").matches ? 250 : 0;
    const run = (this.playing = {});
    let begun;
    let seen = -Infinity;
    const advance = (now) => {
      if (this.playing !== run) return;
      begun ??= now;
      if (now - seen >= pause) {
        seen = now;
        owner.set({ step: from + Math.floor((now - begun) * speed) });
      }
      if (owner.state.step === owner.last) this.jump(owner.last);
      else requestAnimationFrame(advance);
    };
    owner.set({ step: from });
    return requestAnimationFrame(advance);
  }

  draw(step, last, words) {
    this.scrubber.draw(step, words, last);
    this.counter.textContent = words;
    const action = this.playing ? "pause" : "play";
    if (this.action === action) return;
    this.action = action;
    this.player.replaceChildren(icon(action));
    update(this.player, { "aria-label": this.actions[action], title: this.actions[action] });
  }
}

Object.assign(kit, { ICONS, icon, button, iconButton, toggle, field, slide, slider, RateSlider, Transport });

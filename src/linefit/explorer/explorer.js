// <linefit-explorer>: drag the start, set the learning rate, and watch what theory said.

// Few enough that each stop changes α in its third digit.
const STOPS = 400;

const ICONS = {
  reset: "M8 3a5 5 0 1 1-4.6 3L2 5.3 5.6 3.2 6.4 7.3 5 6.6A3.4 3.4 0 1 0 8 4.6z",
  back: "M11 3v10L4 8zM3 3h1.5v10H3z",
  play: "M4 2.5v11L13 8z",
  pause: "M4 3h3v10H4zM9 3h3v10H9z",
  on: "M5 3v10l7-5zM11.5 3H13v10h-1.5z",
  full: FULL_SCREEN,
};

// The model: the same numbers as those of linefit.descend.

// The loss is least + count * c**2 + spread * d**2: c is the mean error, d how far the slope is from the best.
function descend({ count, center: [x, y], spread, minimum, least }, { w0, w1, alpha, epochs }) {
  const path = [];
  for (let k = 0; k <= epochs; k++) {
    const c = w0 + w1 * x - y;
    const d = w1 - minimum[1];
    path.push({ w0, w1, loss: least + count * c * c + spread * d * d });
    w0 -= alpha * (2 * count * c);
    w1 -= alpha * (2 * count * c * x + 2 * spread * d);
  }
  return path;
}

const factors = ({ eigenvalues }, alpha) => eigenvalues.map((value) => 1 - alpha * value);

const verdict = ({ verdicts }, alpha) => verdicts.findLast(([from]) => from <= alpha)[1];

// Numbers as text.

const signed = (text) => String(text).replaceAll("-", "−");
const raised = (power) =>
  String(power)
    .replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit])
    .replace("-", "⁻");
const short = (value) => signed(Number(value.toPrecision(5)));

function fixed(value, digits) {
  if (Math.abs(value) < 1e6) return signed(value.toFixed(digits)).replace(/^−(0\.?0*)$/, "$1");
  const [mantissa, power] = value.toExponential(2).split("e");
  return `${signed(mantissa)} × 10${raised(Number(power))}`;
}

// Elements.

const maker =
  (create) =>
  (name, attributes = {}, ...children) => {
    const element = create(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
const html = maker((name) => document.createElement(name));
const svg = maker((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
const update = (element, attributes) => {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
};
const text = (x, y, content, anchor = "middle", attributes = {}) =>
  svg("text", { x, y, "text-anchor": anchor, ...attributes }, content);
const icon = (name) =>
  svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));

const linear = (from, to, start, end) => (value) => start + ((value - from) / (to - from)) * (end - start);
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

// Axes with a clipped area: `area` takes what is drawn, in the coordinates of `x` and `y`.
class Plot {
  constructor(width, height, left, attributes) {
    Object.assign(this, { left, right: width - 10, top: 10, bottom: height - 34 });
    const box = [left, this.top, this.right - left, this.bottom - this.top];
    this.ticks = svg("g");
    this.area = svg("svg", { x: box[0], y: box[1], width: box[2], height: box[3], viewBox: box.join(" ") });
    this.frame = svg("path", { class: "lfx-axis", d: `M${left} ${this.top}V${this.bottom}H${this.right}` });
    this.picture = svg(
      "svg",
      { class: "lfx-picture", viewBox: `0 0 ${width} ${height}`, ...attributes },
      this.ticks,
      this.area,
      this.frame,
    );
  }

  scale(xFrom, xTo, yFrom, yTo) {
    this.x = linear(xFrom, xTo, this.left, this.right);
    this.y = linear(yFrom, yTo, this.bottom, this.top);
  }

  axes(xTicks, yTicks, xLabel, yLabel, yText = write(yTicks)) {
    const xText = write(xTicks);
    const middle = (this.top + this.bottom) / 2;
    this.ticks.replaceChildren(
      ...xTicks.map((v) => text(this.x(v), this.bottom + 15, xText(v))),
      ...yTicks.map((v) => text(this.left - 6, this.y(v) + 4, yText(v), "end")),
      text((this.left + this.right) / 2, this.bottom + 31, xLabel),
      text(11, middle, yLabel, "middle", { transform: `rotate(-90 11 ${middle})` }),
    );
  }

  // Where a pointer is, in the coordinates of the picture.
  locate(event) {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(
      this.picture.getScreenCTM().inverse(),
    );
    return { x, y };
  }
}

const tenths = (value) => value.toFixed(1);
const polyline = (points) =>
  points.length ? `M${points.map(([x, y]) => `${tenths(x)} ${tenths(y)}`).join("L")}` : "";
const dots = (points) => points.map(([x, y]) => `M${tenths(x)} ${tenths(y)}h0`).join("");

// Round numbers from `low` to `high` in at most `count` steps, none smaller than `finest`.
function spread(low, high, count, finest = 0) {
  const power = 10 ** Math.floor(Math.log10((high - low) / count));
  const sizes = [1, 2, 5, 10].map((size) => size * power);
  const step = Math.max(
    finest,
    sizes.find((size) => (high - low) / size <= count),
  );
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  const ticks = Array.from({ length: last - first + 1 }, (_, k) => (first + k) * step);
  // Long numbers need the room of several.
  const letters = Math.max(...ticks.map((v) => write(ticks)(v).length));
  return letters > 6 ? ticks.filter((_, k) => k % (ticks.length - 1) === 0) : ticks;
}

// Ticks are written with as many digits as tell one from the next.
function write(ticks) {
  const size = Math.max(...ticks.map(Math.abs));
  const digits = Math.log10(size / Math.abs(ticks[1] - ticks[0]));
  return (tick) => {
    const number = Number(tick.toPrecision(clamp(Math.ceil(digits) + 1, 5, 15) || 5));
    const [long, powers] = [String(number), number.toExponential().replace("+", "")];
    return signed(powers.length < long.length ? powers : long);
  };
}

class WeightMap {
  constructor(data, _) {
    const [low, high] = data.window;
    this.data = data;
    this.plot = new Plot(360, 352, 42, { role: "group", "aria-label": _("Contour map of the loss with the path of the weights") });
    this.plot.scale(low, high, low, high);
    const ticks = spread(low, high, 4);
    this.plot.axes(ticks, ticks, "ŵ₀", "ŵ₁");
    const { area } = this.plot;
    const [m0, m1] = data.minimum;
    const x = this.plot.x(m0);
    const y = this.plot.y(m1);
    const unit = (this.plot.right - this.plot.left) / (high - low);
    // In a long valley the ellipses are far longer than the picture, and are cut to what SVG can draw.
    const radius = (level, bend) => Math.min(unit * Math.sqrt((2 * (level - data.least)) / bend), 1e5);
    const { eigenvalues, eigenvectors } = data;
    const angle = (Math.atan2(-eigenvectors[0][1], eigenvectors[0][0]) * 180) / Math.PI;
    for (const level of [...data.levels].reverse()) {
      const [rx, ry] = eigenvalues.map((value) => radius(level, value));
      area.append(
        svg("ellipse", { class: "lfx-level", rx, ry, transform: `translate(${x} ${y}) rotate(${angle})` }),
      );
    }
    const halo = { class: "lfx-halo" };
    eigenvectors.forEach(([a, b], i) => {
      const far = 500;
      const near = Math.sign(a) * 120;
      area.append(
        svg("path", {
          class: "lfx-dashed",
          d: `M${x - far * a} ${y + far * b}L${x + far * a} ${y - far * b}`,
        }),
        text(x + near * a + 6, y - near * b - 6, `u${"₁₂"[i]}`, "start", halo),
      );
    });
    // Straight down from the minimum the loss grows by half of the Hessian's last entry.
    const bend = eigenvalues.reduce((sum, value, i) => sum + value * eigenvectors[i][1] ** 2, 0);
    for (const level of data.levels.filter((value) => /^10*$/.test(value))) {
      const down = radius(level, bend);
      if (down > 30) area.append(text(x, y + down + 4, level, "middle", halo));
    }
    this.ahead = svg("path", { class: "lfx-path lfx-ahead" });
    this.path = svg("path", { class: "lfx-path" });
    this.dots = svg("path", { class: "lfx-dots" });
    this.now = svg("circle", { class: "lfx-now", r: 6 });
    this.gone = svg("path", { class: "lfx-now", d: "M0 -8L14 0L0 8z" });
    this.handle = svg(
      "g",
      {
        class: "lfx-start",
        tabindex: 0,
        role: "slider",
        "aria-label": _("Start"),
        "aria-valuemin": low,
        "aria-valuemax": high,
      },
      svg("circle", { class: "lfx-grip", r: 20 }),
      svg("circle", { class: "lfx-ring", r: 7 }),
    );
    area.append(
      this.ahead,
      this.path,
      this.dots,
      this.now,
      this.gone,
      svg("path", { class: "lfx-minimum", d: `M${x - 4} ${y - 4}l8 8m0 -8l-8 8` }),
    );
    this.plot.picture.append(this.handle);
  }

  // Of far away points only the direction from the minimum is kept: coordinates of SVG are limited.
  place({ w0, w1 }) {
    const [m0, m1] = this.data.minimum;
    const [low, high] = this.data.window;
    const shrink = Math.min(1, (20 * (high - low)) / Math.hypot(w0 - m0, w1 - m1));
    return [this.plot.x(m0 + shrink * (w0 - m0)), this.plot.y(m1 + shrink * (w1 - m1))];
  }

  draw(path, { step }) {
    const points = path.map((at) => this.place(at));
    const past = points.slice(0, step + 1);
    update(this.ahead, { d: polyline(points) });
    update(this.path, { d: polyline(past) });
    update(this.dots, { d: dots(past) });
    const [x, y] = points[step];
    const { left, right, top, bottom } = this.plot;
    const inside = x >= left && x <= right && y >= top && y <= bottom;
    this.now.setAttribute("visibility", inside ? "inherit" : "hidden");
    this.gone.setAttribute("visibility", inside ? "hidden" : "inherit");
    update(this.now, { cx: x, cy: y });
    if (!inside) {
      const [mx, my] = this.place({ w0: this.data.minimum[0], w1: this.data.minimum[1] });
      // The largest share of the ray from the minimum at which the arrow is still inside.
      const reach = (from, to, low, high) =>
        ((to < from ? low + 16 : high - 16) - from) / (to - from || 1e-9);
      const t = Math.min(reach(mx, x, left, right), reach(my, y, top, bottom));
      const turn = (Math.atan2(y - my, x - mx) * 180) / Math.PI;
      update(this.gone, {
        transform: `translate(${mx + t * (x - mx)} ${my + t * (y - my)}) rotate(${turn})`,
      });
    }
    const [sx, sy] = points[0];
    update(this.handle, {
      transform: `translate(${sx} ${sy})`,
      "aria-valuenow": path[0].w0,
      "aria-valuetext": `ŵ₀ ${short(path[0].w0)}, ŵ₁ ${short(path[0].w1)}`,
    });
  }
}

class FitPlot {
  constructor({ x, y }, _) {
    const around = (values, part) => {
      const [low, high] = [Math.min(...values), Math.max(...values)];
      const room = part * (high - low || Math.abs(high) || 1);
      return [low - room, high + room];
    };
    this.ends = around(x, 0.04);
    const [low, high] = around(y, 0.1);
    Object.assign(this, { low, high });
    this.plot = new Plot(360, 180, 42, { role: "img", "aria-label": _("The data and the current line") });
    this.plot.scale(...this.ends, low, high);
    this.plot.axes(spread(...this.ends, 7), spread(low, high, 5), "x", "y");
    this.line = svg("path", { class: "lfx-line" });
    const points = x.map((value, i) => [this.plot.x(value), this.plot.y(y[i])]);
    this.plot.area.append(svg("path", { class: "lfx-data", d: dots(points) }), this.line);
  }

  // Clipped to the picture: a dashed line of a million dashes is slow.
  draw(path, { step }) {
    const { w0, w1 } = path[step];
    const [from, to] = this.ends;
    const { low, high } = this;
    const start = w0 + w1 * from;
    const rise = w0 + w1 * to - start;
    // The share of the way from end to end at which the line has reached a height.
    const share = (y) => clamp((y - start) / (rise || 1e-300), 0, 1);
    const ends = [share(low), share(high)];
    const seen = ends[0] !== ends[1] || (start > low && start < high);
    const points = ends.map((part) => [part, start + part * rise]);
    const { left, right } = this.plot;
    const place = ([part, y]) => [left + part * (right - left), this.plot.y(y)];
    update(this.line, { d: polyline(seen ? points.map(place) : []) });
  }
}

class LossPlot {
  constructor(data, _, scrub) {
    // The loss of a perfect fit is 0, which has no logarithm.
    this.least = Math.max(data.least, 1e-14 * data.levels.at(-1));
    this._ = _;
    this.plot = new Plot(360, 180, 42, {
      class: "lfx-picture lfx-curve",
      role: "img",
      "aria-label": _("Loss against epoch, logarithmic"),
    });
    this.floor = svg("path", { class: "lfx-dashed" });
    this.ahead = svg("path", { class: "lfx-path lfx-ahead" });
    this.path = svg("path", { class: "lfx-path" });
    this.cursor = svg("path", { class: "lfx-faint" });
    this.now = svg("circle", { class: "lfx-now", r: 5 });
    const { area, picture } = this.plot;
    area.append(this.floor, this.ahead, this.path);
    picture.append(this.cursor, this.now);
    const follow = (event) => {
      const { left, right } = this.plot;
      scrub(clamp((this.plot.locate(event).x - left) / (right - left), 0, 1));
    };
    picture.addEventListener("pointerdown", (event) => {
      picture.setPointerCapture(event.pointerId);
      follow(event);
    });
    picture.addEventListener(
      "pointermove",
      (event) => picture.hasPointerCapture(event.pointerId) && follow(event),
    );
  }

  draw(path, { step, epochs }) {
    const { plot, least, _ } = this;
    const decades = (loss) => Math.log10(Math.max(loss, least));
    const low = Math.floor(decades(least));
    const high = Math.max(low + 3, Math.ceil(decades(Math.max(path[0].loss, path[epochs].loss))));
    if (this.drawn !== `${high} ${epochs}`) {
      this.drawn = `${high} ${epochs}`;
      plot.scale(0, epochs, low, high);
      plot.axes(
        spread(0, epochs, 6, 1),
        spread(low, high, 4, 1),
        _("epoch"),
        _("loss"),
        (v) => `10${raised(v)}`,
      );
      const floor = plot.y(decades(least));
      update(this.floor, { d: `M${plot.left} ${floor}H${plot.right}` });
    }
    const points = path.map(({ loss }, k) => [plot.x(k), plot.y(decades(loss))]);
    const [x, y] = points[step];
    update(this.ahead, { d: polyline(points) });
    update(this.path, { d: polyline(points.slice(0, step + 1)) });
    update(this.cursor, { d: `M${x} ${plot.top}V${plot.bottom}` });
    update(this.now, { cx: x, cy: y });
  }
}

// The factors 1 − αλ on a scale, with the band in which a run converges.
class Scale {
  constructor(_) {
    const x = linear(-3, 1, 14, 346);
    const ticks = [-3, -2, -1, 0, 1];
    const marks = ticks.map((v) => `M${x(v)} 26v6`).join("");
    this.x = x;
    this.dots = [1, 2].map(() => svg("circle", { class: "lfx-factor", r: 5, cy: 26 }));
    this.names = [text(0, 14, "λ₁", "start"), text(0, 14, "λ₂", "end")];
    this.picture = svg(
      "svg",
      { class: "lfx-picture", viewBox: "0 0 360 50", role: "img", "aria-label": _("The two factors on a scale; from −1 to 1 the run converges") },
      svg("rect", { class: "lfx-band", x: x(-1), y: 18, width: x(1) - x(-1), height: 16, rx: 3 }),
      svg("path", { class: "lfx-axis", d: `M${x(-3)} 26H${x(1)}${marks}` }),
      ...ticks.map((v) => text(x(v), 46, signed(v))),
      ...this.dots,
      ...this.names,
    );
  }

  draw(values) {
    values.forEach((value, i) => {
      const x = this.x(value);
      update(this.dots[i], { cx: x });
      update(this.names[i], { x: x + (i ? -3 : 3) });
    });
  }
}

class Explorer extends Instrument {
  begin() {
    if (this.state) return;
    this.findWords();
    const { _ } = this;
    this.verdicts = {
      slow: [_("slow"), _("In the flatter direction every epoch leaves more than nine tenths of the way.")],
      good: [_("good"), _("Every epoch leaves at most nine tenths of the way.")],
      best: [_("best"), _("Both directions shrink alike. No rate is faster.")],
      oscillating: [_("oscillating"), _("It steps over the minimum every time, and still comes closer.")],
      diverging: [_("diverging"), _("It steps over the minimum, and in the end comes no closer.")],
    };
    // A page saved by the browser has the built elements already.
    this.querySelector(".lfx")?.remove();
    this.data = JSON.parse(this.querySelector(".linefit-data").textContent);
    const { start, alpha, epochs } = this.data;
    this.defaults = { alpha, w0: start[0], w1: start[1], epochs, step: epochs };
    this.state = { ...this.defaults };
    this.fields = {};
    const rows = [
      this.buildRate(),
      this.buildPictures(),
      this.buildTime(),
      this.buildValues(),
      this.buildStart(),
    ];
    // For screen readers, once a change has settled.
    this.heard = html("div", { class: "lfx-heard", role: "status" });
    this.append(html("div", { class: "lfx" }, ...rows.flat(), this.heard));
    update(this, { role: "group", "aria-label": _("α explorer"), tabindex: -1, ready: "" });
    this.render();
    this.useAddress();
  }

  disconnectedCallback() {
    this.playing = null;
  }

  get path() {
    return this.run;
  }

  get verdict() {
    return verdict(this.data, this.state.alpha);
  }

  // Change the state, clamped to its ranges, and draw at the next frame.
  set(change) {
    const { state, data } = this;
    const ended = state.step === state.epochs;
    const within = { alpha: data.range, w0: data.window, w1: data.window, epochs: [1, data.most] };
    for (const [key, [low, high]] of Object.entries(within)) {
      if (Number.isFinite(change[key])) state[key] = clamp(change[key], low, high);
    }
    state.epochs = Math.round(state.epochs);
    const step = Number.isFinite(change.step) ? Math.round(change.step) : ended ? state.epochs : state.step;
    state.step = clamp(step, 0, state.epochs);
    this.frame ??= requestAnimationFrame(() => this.render());
  }

  // Changes by the reader go to the address and to screen readers, half a second after the last one.
  choose(change) {
    this.set(change);
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      if (this.playing) return;
      if (this.addressed) this.writeAddress();
      this.tell();
    }, 500);
  }

  jump(step) {
    this.playing = null;
    this.choose({ step });
  }

  play() {
    if (this.playing) return this.jump(this.state.step);
    const { step, epochs } = this.state;
    const from = step === epochs ? 0 : step;
    // A run lasts six seconds at most; with reduced motion it takes few, larger steps.
    const speed = Math.max(epochs / 6000, 1 / 200);
    const pause = matchMedia("(prefers-reduced-motion: reduce)").matches ? 250 : 0;
    const run = (this.playing = {});
    let begun;
    let last = -Infinity;
    const advance = (now) => {
      if (this.playing !== run) return;
      begun ??= now;
      if (now - last >= pause) {
        last = now;
        this.set({ step: from + Math.floor((now - begun) * speed) });
      }
      if (this.state.step === this.state.epochs) this.jump(this.state.epochs);
      else requestAnimationFrame(advance);
    };
    this.set({ step: from });
    return requestAnimationFrame(advance);
  }

  // The setting in the address: #alpha=0.0083&w0=-5&w1=10&epochs=300&step=40, all but α left out if usual.
  useAddress() {
    // A notebook's page has an address of its own, and of several explorers only the first has the page's.
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
    const usual = { ...this.defaults, alpha: undefined, step: this.state.epochs };
    const kept = Object.entries(this.state).filter(([key, value]) => value !== usual[key]);
    history.replaceState(history.state, "", `#${kept.map((pair) => pair.join("=")).join("&")}`);
  }

  readAddress() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    if (!wanted.has("alpha")) return;
    const named = { best: this.data.best, limit: this.data.critical };
    const numbers = [...wanted].map(([key, value]) => [key, named[value] ?? parseFloat(value)]);
    const change = Object.fromEntries(numbers);
    this.set({ ...this.defaults, step: change.epochs ?? this.defaults.epochs, ...change });
    this.focus({ preventScroll: true });
    this.scrollIntoView();
    // What loads above would move it.
    if (document.readyState !== "complete")
      addEventListener("load", () => this.scrollIntoView(), { once: true });
  }

  buildRate() {
    const { data, _ } = this;
    const [low, high] = data.range;
    this.toFraction = (alpha) => Math.log(alpha / low) / Math.log(high / low);
    this.slider = html("input", {
      type: "range",
      class: "lfx-to-limit",
      max: STOPS,
      "aria-label": _("Learning rate α"),
    });
    this.slider.style.setProperty("--lfx-limit", this.toFraction(data.critical));
    this.slider.addEventListener("input", () => {
      const alpha = low * (high / low) ** (this.slider.value / STOPS);
      this.choose({ alpha: Number(alpha.toPrecision(3)) });
    });
    const named = [
      [data.best, _("best"), "end", -2],
      [data.critical, _("limit"), "start", 2],
    ];
    const offered = [...data.rates.map((rate) => [rate]), ...named].sort((a, b) => a[0] - b[0]);
    const marks = svg("svg", { "aria-hidden": "true" });
    for (const [alpha, name, anchor, dx] of offered) {
      const x = `${100 * this.toFraction(alpha)}%`;
      marks.append(svg("line", { class: "lfx-axis", x1: x, x2: x, y2: name ? 7 : 4 }));
      if (name) marks.append(text(x, 19, name, anchor, { dx }));
    }
    this.rates = offered.map(([alpha, name]) => {
      const button = html("button", { type: "button" }, name ? `${name} ${short(alpha)}` : short(alpha));
      button.addEventListener("click", () => this.choose({ alpha }));
      return { alpha, button };
    });
    this.word = html("span", { class: "lfx-verdict" });
    this.meaning = html("span");
    const buttons = this.rates.map(({ button }) => button);
    return [
      this.buildField("alpha", _("Learning rate α")),
      html("div", {}, this.slider, html("div", { class: "lfx-marks" }, marks)),
      html("div", { class: "lfx-rates", role: "group", "aria-label": _("Rates to choose from") }, ...buttons),
      html("div", { class: "lfx-said" }, this.word, " · ", this.meaning),
    ];
  }

  buildPictures() {
    const { data, _ } = this;
    this.map = new WeightMap(data, _);
    this.fit = new FitPlot(data, _);
    this.curve = new LossPlot(data, _, (part) => this.jump(part * this.state.epochs));
    this.letDrag();
    const pictures = [this.map, this.fit, this.curve].map(({ plot }) => plot.picture);
    return html("div", { class: "lfx-plots" }, ...pictures);
  }

  // The start follows the pointer, a tap on the map, and the arrow keys (with Shift ten times as far).
  letDrag() {
    const { plot, handle } = this.map;
    const [low, high] = this.data.window;
    const toWeight0 = linear(plot.left, plot.right, low, high);
    const toWeight1 = linear(plot.bottom, plot.top, low, high);
    // In a window of 17 by 17, as the book's is, twentieths.
    const step = 10 ** Math.round(Math.log10((high - low) / 17)) / 20;
    const round = (weight) => Number((Math.round(weight / step) * step).toPrecision(12));
    const move = (w0, w1) => this.choose({ w0: round(w0), w1: round(w1) });
    const follow = (event) => {
      const { x, y } = plot.locate(event);
      move(toWeight0(x), toWeight1(y));
    };
    plot.area.addEventListener("click", follow);
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      handle.focus({ preventScroll: true });
    });
    handle.addEventListener("pointermove", (event) => {
      if (handle.hasPointerCapture(event.pointerId)) follow(event);
    });
    const arrows = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
    handle.addEventListener("keydown", (event) => {
      if (!Object.hasOwn(arrows, event.key)) return;
      event.preventDefault();
      const [right, up] = arrows[event.key];
      const far = (event.shiftKey ? 20 : 2) * step;
      move(this.state.w0 + right * far, this.state.w1 + up * far);
    });
  }

  buildTime() {
    const { _ } = this;
    this.actions = { play: _("Play"), pause: _("Pause") };
    const button = (name, label, act) => {
      const element = html("button", { type: "button", "aria-label": label, title: label }, icon(name));
      if (act) element.addEventListener("click", act);
      return element;
    };
    this.player = button("play", this.actions.play, () => this.play());
    this.scrubber = html("input", { type: "range", "aria-label": _("epoch") });
    this.scrubber.addEventListener("input", () => this.jump(Number(this.scrubber.value)));
    this.counter = html("span");
    const reset = () => {
      this.playing = null;
      this.choose(this.defaults);
    };
    const full = button("full");
    this.growBy(full);
    return html(
      "div",
      { class: "lfx-flow" },
      button("reset", _("Reset"), reset),
      button("back", _("One epoch back"), () => this.jump(this.state.step - 1)),
      this.player,
      button("on", _("One epoch on"), () => this.jump(this.state.step + 1)),
      html("div", { class: "lfx-scrub" }, this.scrubber),
      this.counter,
      full,
    );
  }

  buildValues() {
    const { _ } = this;
    const names = ["(ŵ₀, ŵ₁)", _("loss"), "1 − αλ₁", "1 − αλ₂"];
    this.values = names.map(() => html("dd"));
    const list = html("dl", {}, ...names.flatMap((name, i) => [html("dt", {}, name), this.values[i]]));
    this.scale = new Scale(_);
    return html("div", { class: "lfx-values" }, list, this.scale.picture);
  }

  buildStart() {
    const { _ } = this;
    return html(
      "div",
      { class: "lfx-flow" },
      this.buildField("w0", _("Start ŵ₀")),
      this.buildField("w1", "ŵ₁"),
      this.buildField("epochs", _("epochs")),
    );
  }

  buildField(name, label) {
    const input = html("input", {
      type: "text",
      inputmode: "decimal",
      autocomplete: "off",
      class: `lfx-${name}`,
    });
    input.addEventListener("change", () => {
      this.choose({ [name]: parseFloat(input.value.replaceAll("−", "-").replace(",", ".")) });
    });
    this.fields[name] = input;
    return html("label", {}, `${label} `, input);
  }

  render() {
    this.frame = undefined;
    const { state, data, _ } = this;
    const { alpha, w0, w1, epochs, step } = state;
    const inputs = [alpha, w0, w1, epochs].join();
    if (this.ran !== inputs) {
      this.run = descend(data, state);
      this.ran = inputs;
    }
    const at = this.run[step];
    const both = factors(data, alpha);
    for (const part of [this.map, this.fit, this.curve]) part.draw(this.run, state);
    this.scale.draw(both);

    const [word, meaning] = this.verdicts[this.verdict];
    this.word.textContent = word;
    this.meaning.textContent = meaning;
    this.counter.textContent = fill(_("epoch {epoch} / {last}"), { epoch: step, last: epochs });
    const shown = [
      `(${fixed(at.w0, 4)}, ${fixed(at.w1, 4)})`,
      fill(_("{loss} (least {least})"), { loss: fixed(at.loss, 4), least: fixed(data.least, 4) }),
      fill(_("{factor} (flatter)"), { factor: fixed(both[0], 4) }),
      fill(_("{factor} (steeper)"), { factor: fixed(both[1], 4) }),
    ];
    this.values.forEach((place, i) => (place.textContent = shown[i]));

    this.slider.value = STOPS * this.toFraction(alpha);
    this.slider.setAttribute("aria-valuetext", `${short(alpha)}, ${word}`);
    this.scrubber.max = epochs;
    this.scrubber.value = step;
    for (const { alpha: rate, button } of this.rates) button.setAttribute("aria-pressed", rate === alpha);
    for (const [name, input] of Object.entries(this.fields)) input.value = short(state[name]);
    const action = this.playing ? "pause" : "play";
    if (this.action !== action) {
      this.action = action;
      this.player.replaceChildren(icon(action));
      update(this.player, { "aria-label": this.actions[action], title: this.actions[action] });
    }
  }

  tell() {
    const { _, state } = this;
    const { w0, w1, loss } = this.run[state.step];
    const told = _("α {alpha}: {verdict}. epoch {epoch}: ŵ₀ {w0}, ŵ₁ {w1}, loss {loss}.");
    this.heard.textContent = fill(told, {
      alpha: short(state.alpha),
      verdict: this.verdicts[this.verdict][0],
      epoch: state.step,
      w0: fixed(w0, 3),
      w1: fixed(w1, 3),
      loss: fixed(loss, 2),
    });
  }
}

// Every output carries this script; the first one on a page serves all.
if (!customElements.get("linefit-explorer")) customElements.define("linefit-explorer", Explorer);

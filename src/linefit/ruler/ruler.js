// <linefit-ruler>: draw the line yourself, and see what the squares of its residuals add up to.

const { FitPlot, Handle, Instrument, WeightMap } = kit;
const { button, clamp, define, dots, field, fill, html, iconButton } = kit;
const { lossAt, short, signed, slider, svg, toggle, update } = kit;

// Where the handles are on the horizontal axis, and how many stops a slider has.
const SHARES = [0.15, 0.85];
const STOPS = 340;

// To the power of ten that is not above a step.
function round(value, step) {
  const unit = 10 ** Math.floor(Math.log10(step));
  return Number((Math.round(value / unit) * unit).toPrecision(12));
}

let masks = 0;

// A map that is empty at first, and takes the colour of the loss wherever the handle has been.
class SeenMap extends WeightMap {
  drawContours() {
    super.drawContours();
    // As large as the picture and more.
    const box = { width: 400, height: 400 };
    this.contours.prepend(svg("rect", { class: "lf-level", ...box }));
    update(this.contours, { class: "lf-bands" });
    // From the outermost in, by even steps from light to dark, as the levels are even steps of the logarithm.
    const bands = [...this.contours.querySelectorAll(".lf-level")];
    bands.forEach((band, i) => {
      update(band, { class: "lf-band", fill: `hsl(184, 50%, ${86 - (58 * i) / (bands.length - 1)}%)` });
    });
    this.mask = `lf-mask-${(masks += 1)}`;
    this.seen = "";
    this.trail = svg("path", { class: "lf-trail" });
    this.contours.before(svg("mask", { id: this.mask, maskUnits: "userSpaceOnUse", ...box }, this.trail));
  }

  // A line outside the map is at its edge.
  place(w0, w1) {
    const { left, right, top, bottom } = this.plot;
    const [x, y] = super.place(w0, w1);
    return [clamp(x, left, right), clamp(y, top, bottom)];
  }

  draw({ w0, w1, whole }) {
    // Dots on a grid, so that they stay few.
    const dot = dots([this.place(w0, w1).map((value) => 14 * Math.round(value / 14))]);
    if (!this.seen.includes(dot)) update(this.trail, { d: (this.seen += dot) });
    update(this.contours, { mask: whole ? "none" : `url(#${this.mask})` });
    this.drawHandle(w0, w1);
  }
}

class Ruler extends Instrument {
  // The address is #w0=2.4&w1=4.
  static address = "w0";

  label() {
    return this._("A line by eye");
  }

  build() {
    const { data } = this;
    const [w0, w1] = data.start;
    this.start = { w0, w1, squares: false, whole: false };
    this.state = this.start;
    if (data.trained) this.change(this.kept);
    const pictures = html("div", { class: "lf-plots" }, this.buildFit());
    const controls = html("div", { class: "lf-values" }, ...this.buildWeights(), this.buildButtons());
    const told = html("div", {}, ...this.buildTold());
    if (!data.loss) controls.append(told);
    pictures.append(data.loss ? this.buildMap() : html("div", {}, controls));
    return data.loss ? [told, pictures, controls] : [pictures];
  }

  get loss() {
    return lossAt(this.data, this.state.w0, this.state.w1);
  }

  // What is no number, or has a loss that is none, changes nothing.
  change(wanted) {
    const next = { ...this.state, note: "", ...wanted };
    if ([next.w0, next.w1, lossAt(this.data, next.w0, next.w1)].every(Number.isFinite)) this.state = next;
  }

  addressing() {
    return ["w0", "w1"].map((name) => [name, this.state[name]]);
  }

  opening({ w0, w1 }) {
    return { w0: parseFloat(w0), w1: parseFloat(w1) };
  }

  buildFit() {
    const { data, _ } = this;
    this.fit = new FitPlot(data, _("The points and your line"), data.loss ? 352 : 300);
    const { plot, ends: [from, to], low, high } = this.fit;
    // An image would hide its handles from screen readers.
    update(plot.picture, { role: "group" });
    this.segments = svg("path", { class: "lf-faint" });
    this.squares = svg("path", { class: "lf-squares" });
    plot.area.prepend(this.squares, this.segments);
    if (data.trained) {
      const [w0, w1] = data.trained;
      const trained = svg("path", { class: "lf-path" });
      plot.area.prepend(trained);
      this.fit.draw({ w0, w1 }, trained);
    }

    // Round weights, so finely that the line stays where the ring is.
    const fine = (high - low) / 500;
    const far = Math.max(...data.x.map(Math.abs));
    const turn = (i, height) => {
      const [x, y] = [this.places[1 - i], this.height(1 - i)];
      const w1 = round((clamp(height, low, high) - y) / (this.places[i] - x), fine / far);
      this.choose({ w0: round(y - w1 * x, fine), w1 });
    };
    this.places = SHARES.map((share) => from + share * (to - from));
    this.handles = [_("Left end of the line"), _("Right end of the line")].map((name, i) => {
      const nudge = (right, up) => turn(i, this.height(i) + (up * (high - low)) / 200);
      const handle = new Handle(plot, name, ({ y }) => turn(i, y), nudge);
      update(handle.element, { "aria-valuemin": low, "aria-valuemax": high });
      plot.picture.append(handle.element);
      return handle;
    });
    return plot.picture;
  }

  // How high the line is at a handle.
  height(i) {
    return this.state.w0 + this.state.w1 * this.places[i];
  }

  buildMap() {
    const { data, _ } = this;
    const label = _("Map of all lines, coloured where you have been");
    this.map = new SeenMap(data, label, _("The line as a point"), (w0, w1) => this.choose({ w0, w1 }));
    return this.map.plot.picture;
  }

  buildWeights() {
    const [low, high] = this.data.window;
    const step = (high - low) / STOPS;
    return ["ŵ₀", "ŵ₁"].map((label, i) => {
      const choose = (value) => this.choose({ [`w${i}`]: value });
      const box = field("weight", label, choose);
      const bar = slider(label, (stop) => choose(round(low + stop * step, step)), { max: STOPS });
      this.fields[`w${i}`] = (value) => {
        box.draw(value);
        bar.draw((value - low) / step, short(value));
      };
      return html("div", { class: "lf-flow" }, box.element, html("div", { class: "lf-scrub" }, bar.element));
    });
  }

  buildButtons() {
    const { data, _ } = this;
    const flip = (name, label) => {
      const { element, draw } = toggle(label, (on) => this.choose({ [name]: on }));
      this.fields[name] = draw;
      return element;
    };
    const own = data.loss
      ? [flip("squares", _("Squares")), flip("whole", _("Whole map"))]
      : [button(_("Keep this line"), () => this.keepLine())];
    this.mine = button(_("My line"), () => this.choose(this.kept));
    const reset = iconButton("reset", _("Reset"), () => this.choose(this.start));
    return html("div", { class: "lf-buttons" }, ...own, this.mine, reset);
  }

  keepLine() {
    const { _, state: { w0, w1 } } = this;
    const note = this.keep({ w0, w1 })
      ? _("Kept for later chapters.")
      : _("This browser keeps nothing. Only the address of this page has your line.");
    this.choose({ note });
  }

  buildTold() {
    const { data, _ } = this;
    this.said = html("div", { class: "lf-said" });
    this.sum = html("dd");
    this.name = data.trained ? _("Loss of your line") : _("Sum of the squares");
    const rows = [[this.name, this.sum]];
    if (data.loss) rows.push([_("At the start"), html("dd", {}, signed(Number(data.opening.toPrecision(8))))]);
    if (data.trained) rows.push([_("Loss of the trained line"), html("dd", {}, short(lossAt(data, ...data.trained)))]);
    const list = html("dl", {}, ...rows.flatMap(([name, value]) => [html("dt", {}, name), value]));
    return rows[1] ? [list, this.said] : [this.said];
  }

  // Whose loss is smaller.
  get verdict() {
    const { data, loss, _ } = this;
    if (!data.trained) return _("Drag a ring, or set the two numbers.");
    const more = loss - lossAt(data, ...data.trained);
    if (!more) return _("Both lines have the same loss.");
    const yours = _("Your line has the smaller loss, by {difference}.");
    const other = _("The trained line has the smaller loss, by {difference}.");
    return fill(more < 0 ? yours : other, { difference: short(Math.abs(more)) });
  }

  render() {
    const { state, data, fit: { plot, low, high }, places } = this;
    this.fit.draw(state);
    this.handles.forEach((handle, i) => {
      const height = this.height(i);
      const seen = clamp(height, low, high);
      handle.draw(plot.x(places[i]), plot.y(seen), seen, short(height));
    });
    for (const [name, draw] of Object.entries(this.fields)) draw(state[name]);
    if (data.loss) this.drawLoss();
    this.sum.textContent = short(this.loss);
    this.said.textContent = state.note || this.verdict;
    this.mine.hidden = !this.kept;
  }

  drawLoss() {
    const { state: { w0, w1, squares }, data, fit: { plot } } = this;
    const residuals = data.x.map((x, i) => {
      const y = plot.y(data.y[i]);
      // Longer ones leave the picture in any case.
      const drop = clamp(plot.y(w0 + w1 * x) - y, -1e4, 1e4);
      return [`M${plot.x(x)} ${y}v${drop}`, drop];
    });
    update(this.segments, { d: residuals.map(([segment]) => segment).join("") });
    // To the side on which they do not cross the line.
    const square = ([segment, drop]) => `${segment}h${w1 < 0 ? drop : -drop}v${-drop}z`;
    update(this.squares, { d: squares ? residuals.map(square).join("") : "" });
    this.map.draw(this.state);
  }

  telling() {
    const { state: { w0, w1 }, data, said } = this;
    const sum = data.loss || data.trained ? `${this.name} ${short(this.loss)}. ` : "";
    return `ŵ₀ ${short(w0)}, ŵ₁ ${short(w1)}. ${sum}${said.textContent}`;
  }
}

define("linefit-ruler", Ruler);

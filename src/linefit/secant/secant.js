// <linefit-secant>: shrink h, and watch two losses, what is left of them, and their quotient.

const { Instrument, Plot } = kit;
const { button, clamp, define, dots, drag, fill, html, polyline, raised, short, signed, slider } = kit;
const { spread, svg, text, toggle, update } = kit;

const WEIGHTS = ["w₀", "w₁"];
// Paths of a name, one for each type of numbers.
const paths = (name) => [0, 1].map((i) => svg("path", { class: `${name} lf-type${i}` }));

const pretty = (number) => signed(number.replace(/e(.*)/, (_, power) => ` × 10${raised(Number(power))}`));

// How many leading characters two numbers share.
function shared(a, b) {
  if (a.length !== b.length || a.split("e")[1] !== b.split("e")[1]) return 0;
  const first = [...a].findIndex((character, i) => character !== b[i]);
  return first < 0 ? a.length : first;
}

// The loss along one weight, in a window that is as wide as h: heights are changes of the loss.
class Cut {
  constructor(data, _) {
    const { types } = (this.data = data);
    this.rise = _("change of the loss");
    const label = _("The loss along the weight, its tangent and the secants");
    this.plot = new Plot(360, 280, 54, { role: "img", "aria-label": label });
    this.loss = svg("path", { class: "lf-cut" });
    this.tangent = svg("path", { class: "lf-dashed" });
    [this.gaps, this.secants, this.ends] = ["lf-gaps", "lf-secant", "lf-ends"].map(paths);
    const lines = [this.loss, ...this.secants, this.tangent];
    const names = [_("loss"), ...types.map(({ name }) => fill(_("secant, {type}"), { type: name })), _("tangent")];
    const key = lines.flatMap((line, i) => [
      svg("path", { class: line.getAttribute("class"), d: `M0 ${16 * i}h22` }),
      text(28, 16 * i + 4, names[i], "start", { class: "lf-halo" }),
    ]);
    this.key = svg("g", {}, ...key);
    this.plot.area.append(...this.gaps, ...lines, this.key, ...this.ends);
  }

  draw(rows, h, weight, central) {
    const { plot, data: { types } } = this;
    const [w, slope, bend] = [this.data.w, this.data.derivative, this.data.bend].map((both) => both[weight]);
    const change = (t) => slope * t + bend * t * t;
    const along = Array.from({ length: 37 }, (_, k) => ((k - 16) / 10) * h);
    const sides = [along[0], along[36]];
    const rises = rows.map(([ahead, back], i) => [back - types[i].loss, ahead - types[i].loss]);
    const heights = [...rises.flat(), ...sides.flatMap((t) => [change(t), slope * t])];
    const [low, high] = [Math.min(...heights), Math.max(...heights)];
    const room = 0.06 * (high - low) || 1;
    plot.scale(...sides, low - room, high + room);
    const names = [`${short(w)} − h`, short(w), `${short(w)} + h`];
    plot.axes([-h, 0, h], spread(low, high, 4), WEIGHTS[weight], this.rise, undefined, (t) => names[1 + Math.sign(t)]);
    const place = (height) => (t) => [plot.x(t), plot.y(height(t))];
    update(this.loss, { d: polyline(along.map(place(change))) });
    update(this.tangent, { d: polyline(sides.map(place((t) => slope * t))) });
    rises.forEach(([start, end], i) => {
      const line = (t) => end + rows[i][3] * (t - h);
      update(this.secants[i], { d: polyline(sides.map(place(line))) });
      update(this.ends[i], { d: dots([[plot.x(central ? -h : 0), plot.y(start)], [plot.x(h), plot.y(end)]]) });
      // The losses that there are in between, if they are few.
      const { gap } = types[i];
      const first = Math.ceil((low - room) / gap);
      const count = Math.floor((high + room) / gap) - first + 1;
      const level = (_, k) => `M${plot.left} ${plot.y((first + k) * gap)}H${plot.right}`;
      update(this.gaps[i], { d: Array.from({ length: count < 50 ? count : 0 }, level).join("") });
    });
    update(this.key, { transform: `translate(${slope < 0 ? plot.right - 128 : plot.left + 10} ${plot.top + 12})` });
  }
}

// The errors of the quotient against h, logarithmic, where a reader has been.
class Errors {
  constructor({ h }, _, choose) {
    this.steps = h.map(Math.log10);
    this.name = _("error");
    const label = _("Error of the quotient against h, logarithmic");
    this.plot = new Plot(360, 280, 54, { class: "lf-picture lf-curve", role: "img", "aria-label": label });
    const { area, picture } = this.plot;
    [this.tried, this.now] = ["lf-tried", "lf-ends"].map(paths);
    area.append(...this.tried);
    picture.append(...this.now);
    const follow = ({ x }) => choose(Math.round((x - this.steps[0]) * 8));
    picture.addEventListener("click", (event) => follow(this.plot.locate(event)));
    drag(this.plot, picture, follow, true);
  }

  draw(errors, stop, tried) {
    const { plot, steps } = this;
    const powers = errors.flat().filter(Boolean).map((error) => Math.log10(Math.abs(error)));
    // An error of zero has no logarithm, and lies on the axis.
    const low = Math.floor(Math.min(...powers, 0)) - 1;
    const high = Math.max(Math.ceil(Math.max(...powers, low)), low + 3);
    plot.scale(steps[0] - 0.3, 0.3, low, high);
    const power = (value) => `10${raised(value)}`;
    plot.axes(spread(steps[0], 0, 7), spread(low, high, 6, 1), "h", this.name, power, power);
    errors.forEach((of, i) => {
      const place = (k) => [plot.x(steps[k]), plot.y(Math.max(Math.log10(Math.abs(of[k])), low))];
      update(this.tried[i], { d: dots([...tried].map(place)) });
      update(this.now[i], { d: dots([place(stop)]) });
    });
  }
}

class Secant extends Instrument {
  label() {
    return this._("Choose h");
  }

  build() {
    const { _, data } = this;
    this.said = {
      bend: _("Of {bits} binary digits {left} are left. Most of the error comes from the bend of the loss between the two points."),
      rounding: _("Most of the error is rounding. What is left is {left} times the gap between two {type} numbers, and each gap counts {worth} in the quotient."),
      exact: _("The quotient is the derivative, to the last digit."),
      equal: _("Nothing is left: both losses are the same number."),
      lost: _("Nothing is left: the step is too small to change {weight}."),
    };
    const last = data.h.length - 1;
    this.state = { stop: last, weight: 0, central: false };
    this.visited = {};
    this.tried.add(last);
    const choose = (stop) => this.choose({ stop });
    this.step = html("span", { class: "lf-verdict" });
    this.slider = slider(_("Step h"), choose, { max: last });
    this.weights = WEIGHTS.map((name, weight) => button(name, () => this.choose({ weight })));
    this.central = toggle(_("central difference"), (central) => this.choose({ central }));
    this.cut = new Cut(data, _);
    this.errors = new Errors(data, _, choose);
    const names = ["", "", _("what is left"), _("quotient"), _("derivative"), _("error")];
    this.blocks = data.types.map(({ name }, i) => {
      const terms = names.map((word) => html("dt", {}, word));
      const values = names.map(() => html("dd"));
      const said = html("p", { class: "lf-said" });
      const list = html("dl", {}, ...terms.flatMap((term, k) => [term, values[k]]));
      const element = html("div", { class: `lf-type${i}` }, html("strong", {}, name), list, said);
      return { terms, values, said, element };
    });
    const weights = html("div", { class: "lf-buttons", role: "group", "aria-label": _("Weight to step along") }, ...this.weights);
    return [
      html("div", { class: "lf-flow" }, this.step, html("div", { class: "lf-scrub" }, this.slider.element)),
      html("div", { class: "lf-flow" }, weights, this.central.element),
      html("div", { class: "lf-plots" }, this.cut.plot.picture, this.errors.plot.picture),
      html("div", { class: "lf-plots lf-digits" }, ...this.blocks.map(({ element }) => element)),
    ];
  }

  change(wanted) {
    Object.assign(this.state, wanted);
    this.state.stop = clamp(this.state.stop, 0, this.data.h.length - 1);
    this.tried.add(this.state.stop);
  }

  // The stops where a reader has been with this weight and difference; not all of them were drawn.
  get tried() {
    const { weight, central } = this.state;
    return (this.visited[[weight, central]] ??= new Set());
  }

  get h() {
    return pretty(this.data.h[this.state.stop]).replace(/^1 × /, "");
  }

  render() {
    const { data, state } = this;
    const { stop, weight, central } = state;
    const tables = data.found[weight][Number(central)];
    this.rows = tables.map((table) => table[stop]);
    this.cut.draw(this.rows, Number(data.h[stop]), weight, central);
    this.errors.draw(tables.map((table) => table.map((row) => Number(row[5]))), stop, this.tried);
    this.rows.forEach((row, i) => this.write(row, this.blocks[i], data.types[i]));
    this.step.textContent = `h = ${this.h}`;
    this.slider.draw(stop, this.h);
    this.weights.forEach((element, i) => element.setAttribute("aria-pressed", i === weight));
    this.central.draw(central);
  }

  write(row, { terms, values, said }, { name: type, bits }) {
    const { weight, central } = this.state;
    const loss = (move) => `loss(${WEIGHTS.map((name, i) => (i === weight ? name + move : name)).join(", ")})`;
    terms[0].textContent = loss(" + h");
    terms[1].textContent = `− ${loss(central ? " − h" : "")}`;
    const same = shared(...row);
    values.forEach((value, k) => (value.textContent = pretty(row[k])));
    for (const value of values.slice(0, 2)) {
      const digits = value.textContent;
      value.replaceChildren(html("span", { class: "lf-same" }, digits.slice(0, same)), digits.slice(same));
    }
    const [key, left, worth = ""] = row.slice(6);
    const facts = { bits, left, type, weight: WEIGHTS[weight], worth: pretty(worth) };
    said.textContent = fill(this.said[key], facts);
  }

  telling() {
    const [single, double] = this.rows.map((row) => pretty(row[5]));
    const words = this._("h = {h}: the quotient is off by {single} in float32, by {double} in float64.");
    return fill(words, { h: this.h, single, double });
  }
}

define("linefit-secant", Secant);

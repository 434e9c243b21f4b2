// What runs gradient descent from a start with a rate: the run, its path on a map, and the base of
// the instruments that show it. Other instruments do without.

const { Instrument, LossPlot, RateSlider, Transport, WeightMap } = kit;
const { clamp, dots, fill, lossAt, polyline, svg, update } = kit;

// The same numbers as those of linefit.descend.
function descend(bowl, { w0, w1, alpha, epochs }) {
  const { count, center: [x, y], spread, minimum } = bowl;
  const path = [];
  for (let k = 0; k <= epochs; k++) {
    path.push({ w0, w1, loss: lossAt(bowl, w0, w1) });
    const c = w0 + w1 * x - y;
    const d = w1 - minimum[1];
    w0 -= alpha * (2 * count * c);
    w1 -= alpha * (2 * count * c * x + 2 * spread * d);
  }
  return path;
}

// A map with the path of a run from the handle.
class PathMap extends WeightMap {
  constructor(data, label, start, move, axes) {
    super(data, label, start, move, axes);
    this.ahead = svg("path", { class: "lf-path lf-ahead" });
    this.path = svg("path", { class: "lf-path" });
    this.dots = svg("path", { class: "lf-dots" });
    this.now = svg("circle", { class: "lf-now", r: 6 });
    this.gone = svg("path", { class: "lf-now", d: "M0 -8L14 0L0 8z" });
    this.marks.append(this.ahead, this.path, this.dots, this.now, this.gone);
  }

  draw(path, { step }) {
    const points = path.map(({ w0, w1 }) => this.place(w0, w1));
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
      const [mx, my] = this.middle;
      // The largest share of the ray from the minimum at which the arrow is still inside.
      const reach = (from, to, low, high) =>
        ((to < from ? low + 16 : high - 16) - from) / (to - from || 1e-9);
      const t = Math.min(reach(mx, x, left, right), reach(my, y, top, bottom));
      const turn = (Math.atan2(y - my, x - mx) * 180) / Math.PI;
      update(this.gone, {
        transform: `translate(${mx + t * (x - mx)} ${my + t * (y - my)}) rotate(${turn})`,
      });
    }
    this.drawHandle(path[0].w0, path[0].w1);
  }
}

// Of a state { alpha, w0, w1, epochs, step } `run` has all epochs, and `at` the one that is shown.
class Descent extends Instrument {
  // The address is #alpha=0.0083&w0=-5&w1=10&epochs=300&step=40, all but α left out if usual.
  static address = "alpha";

  openAtStart() {
    const { start, alpha, epochs } = this.data;
    this.defaults = { alpha, w0: start[0], w1: start[1], epochs, step: epochs };
    this.state = { ...this.defaults };
  }

  get last() {
    return this.state.epochs;
  }

  get at() {
    return this.run[this.state.step];
  }

  change(wanted) {
    const { state, data } = this;
    const ended = state.step === state.epochs;
    const within = { alpha: data.range, w0: data.window, w1: data.window, epochs: [1, data.most] };
    for (const [key, [low, high]] of Object.entries(within)) {
      if (Number.isFinite(wanted[key])) state[key] = clamp(wanted[key], low, high);
    }
    state.epochs = Math.round(state.epochs);
    const step = Number.isFinite(wanted.step) ? Math.round(wanted.step) : ended ? state.epochs : state.step;
    state.step = clamp(step, 0, state.epochs);
  }

  addressing() {
    const usual = { ...this.defaults, alpha: undefined, step: this.state.epochs };
    return Object.entries(this.state).filter(([key, value]) => value !== usual[key]);
  }

  // `named` are rates that an address may call by a name.
  opening(pairs, named = {}) {
    const numbers = Object.entries(pairs).map(([key, value]) => [key, named[value] ?? parseFloat(value)]);
    const wanted = Object.fromEntries(numbers);
    return { ...this.defaults, step: wanted.epochs ?? this.defaults.epochs, ...wanted };
  }

  // The rate, the map, the curve and the transport, which every such instrument has.
  buildParts(axes) {
    const { data, _ } = this;
    this.rate = new RateSlider(data.range, _("Learning rate α"), (alpha) => this.choose({ alpha }));
    const label = _("Contour map of the loss with the path of the weights");
    this.map = new PathMap(data, label, _("Start"), (w0, w1) => this.choose({ w0, w1 }), axes);
    const curve = [_("Loss against epoch, logarithmic"), _("epoch"), _("loss")];
    this.curve = new LossPlot(data, curve, (step) => this.transport.jump(step));
    const words = { back: _("One epoch back"), on: _("One epoch on"), unit: _("epoch") };
    this.transport = new Transport(this, { ...words, reset: () => this.choose(this.defaults) });
  }

  drawParts(words) {
    const { state, data, _ } = this;
    const { alpha, w0, w1, epochs, step } = state;
    const inputs = [alpha, w0, w1, epochs].join();
    if (this.ran !== inputs) {
      this.run = descend(data, state);
      this.ran = inputs;
    }
    this.map.draw(this.run, state);
    this.curve.draw(this.run.map(({ loss }) => loss), step);
    this.rate.draw(alpha, words);
    this.transport.draw(step, epochs, fill(_("epoch {epoch} / {last}"), { epoch: step, last: epochs }));
  }
}

Object.assign(kit, { descend, Descent });

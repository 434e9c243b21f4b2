// The base of instruments that run gradient descent from a start with a rate. Of a state
// { alpha, w0, w1, epochs, step } `run` has all epochs, and `at` the one that is shown.

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

Object.assign(kit, { Descent });

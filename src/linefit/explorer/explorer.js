// <linefit-explorer>: drag the start, set the learning rate, and watch what theory said.

const { FitPlot, Instrument, LossPlot, PathMap, RateSlider, Transport } = kit;
const { button, clamp, define, descend, field, fill, fixed, html, linear, short, signed, svg, text, update } = kit;

const factors = ({ eigenvalues }, alpha) => eigenvalues.map((value) => 1 - alpha * value);

const verdict = ({ verdicts }, alpha) => verdicts.findLast(([from]) => from <= alpha)[1];

// The factors 1 − αλ on a scale, with the band in which a run converges.
class Scale {
  constructor(_) {
    const x = linear(-3, 1, 14, 346);
    const ticks = [-3, -2, -1, 0, 1];
    const marks = ticks.map((v) => `M${x(v)} 26v6`).join("");
    this.x = x;
    this.dots = [1, 2].map(() => svg("circle", { class: "lf-factor", r: 5, cy: 26 }));
    this.names = [text(0, 14, "λ₁", "start"), text(0, 14, "λ₂", "end")];
    this.picture = svg(
      "svg",
      { class: "lf-picture", viewBox: "0 0 360 50", role: "img", "aria-label": _("The two factors on a scale; from −1 to 1 the run converges") },
      svg("rect", { class: "lf-band", x: x(-1), y: 18, width: x(1) - x(-1), height: 16, rx: 3 }),
      svg("path", { class: "lf-axis", d: `M${x(-3)} 26H${x(1)}${marks}` }),
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
  // The address is #alpha=0.0083&w0=-5&w1=10&epochs=300&step=40, all but α left out if usual.
  static address = "alpha";

  label() {
    return this._("α explorer");
  }

  build() {
    const { _ } = this;
    this.verdicts = {
      slow: [_("slow"), _("In the flatter direction every epoch leaves more than nine tenths of the way.")],
      good: [_("good"), _("Every epoch leaves at most nine tenths of the way.")],
      best: [_("best"), _("Both directions shrink alike. No rate is faster.")],
      oscillating: [_("oscillating"), _("It steps over the minimum every time, and still comes closer.")],
      diverging: [_("diverging"), _("It steps over the minimum, and in the end comes no closer.")],
    };
    const { start, alpha, epochs } = this.data;
    this.defaults = { alpha, w0: start[0], w1: start[1], epochs, step: epochs };
    this.state = { ...this.defaults };
    return [this.buildRate(), this.buildPictures(), this.buildTime(), this.buildValues(), this.buildStart()];
  }

  get path() {
    return this.run;
  }

  get last() {
    return this.state.epochs;
  }

  get verdict() {
    return verdict(this.data, this.state.alpha);
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

  opening(pairs) {
    const named = { best: this.data.best, limit: this.data.critical };
    const numbers = Object.entries(pairs).map(([key, value]) => [key, named[value] ?? parseFloat(value)]);
    const wanted = Object.fromEntries(numbers);
    return { ...this.defaults, step: wanted.epochs ?? this.defaults.epochs, ...wanted };
  }

  buildRate() {
    const { data, _ } = this;
    this.rate = new RateSlider(data.range, _("Learning rate α"), (alpha) => this.choose({ alpha }));
    const { element } = this.rate.slider;
    element.classList.add("lf-to-limit");
    element.style.setProperty("--lf-limit", this.rate.fraction(data.critical));
    const named = [
      [data.best, _("best"), "end", -2],
      [data.critical, _("limit"), "start", 2],
    ];
    const offered = [...data.rates.map((rate) => [rate]), ...named].sort((a, b) => a[0] - b[0]);
    const marks = svg("svg", { "aria-hidden": "true" });
    for (const [alpha, name, anchor, dx] of offered) {
      const x = `${100 * this.rate.fraction(alpha)}%`;
      marks.append(svg("line", { class: "lf-axis", x1: x, x2: x, y2: name ? 7 : 4 }));
      if (name) marks.append(text(x, 19, name, anchor, { dx }));
    }
    this.rates = offered.map(([alpha, name]) => ({
      alpha,
      button: button(name ? `${name} ${short(alpha)}` : short(alpha), () => this.choose({ alpha })),
    }));
    this.word = html("span", { class: "lf-verdict" });
    this.meaning = html("span");
    const buttons = this.rates.map((rate) => rate.button);
    return [
      this.rate.field.element,
      html("div", {}, element, html("div", { class: "lf-marks" }, marks)),
      html("div", { class: "lf-buttons", role: "group", "aria-label": _("Rates to choose from") }, ...buttons),
      html("div", { class: "lf-said" }, this.word, " · ", this.meaning),
    ];
  }

  buildPictures() {
    const { data, _ } = this;
    const label = _("Contour map of the loss with the path of the weights");
    this.map = new PathMap(data, label, _("Start"), (w0, w1) => this.choose({ w0, w1 }), true);
    this.fit = new FitPlot(data, _("The data and the current line"));
    const words = [_("Loss against epoch, logarithmic"), _("epoch"), _("loss")];
    this.curve = new LossPlot(data, words, (step) => this.transport.jump(step));
    const pictures = [this.map, this.fit, this.curve].map(({ plot }) => plot.picture);
    return html("div", { class: "lf-plots" }, ...pictures);
  }

  buildTime() {
    const { _ } = this;
    const words = { back: _("One epoch back"), on: _("One epoch on"), unit: _("epoch") };
    this.transport = new Transport(this, { ...words, reset: () => this.choose(this.defaults) });
    return this.transport.element;
  }

  buildValues() {
    const { _ } = this;
    const names = ["(ŵ₀, ŵ₁)", _("loss"), "1 − αλ₁", "1 − αλ₂"];
    this.values = names.map(() => html("dd"));
    const list = html("dl", {}, ...names.flatMap((name, i) => [html("dt", {}, name), this.values[i]]));
    this.scale = new Scale(_);
    return html("div", { class: "lf-values" }, list, this.scale.picture);
  }

  buildStart() {
    const { _ } = this;
    const labels = { w0: _("Start ŵ₀"), w1: "ŵ₁", epochs: _("epochs") };
    for (const [name, label] of Object.entries(labels)) {
      this.fields[name] = field(name, label, (value) => this.choose({ [name]: value }));
    }
    return html("div", { class: "lf-flow" }, ...Object.values(this.fields).map(({ element }) => element));
  }

  render() {
    const { state, data, _ } = this;
    const { alpha, w0, w1, epochs, step } = state;
    const inputs = [alpha, w0, w1, epochs].join();
    if (this.ran !== inputs) {
      this.run = descend(data, state);
      this.ran = inputs;
    }
    const at = this.run[step];
    const both = factors(data, alpha);
    this.map.draw(this.run, state);
    this.fit.draw(at);
    this.curve.draw(this.run.map(({ loss }) => loss), step);
    this.scale.draw(both);

    const [word, meaning] = this.verdicts[this.verdict];
    this.word.textContent = word;
    this.meaning.textContent = meaning;
    const shown = [
      `(${fixed(at.w0, 4)}, ${fixed(at.w1, 4)})`,
      fill(_("{loss} (least {least})"), { loss: fixed(at.loss, 4), least: fixed(data.least, 4) }),
      fill(_("{factor} (flatter)"), { factor: fixed(both[0], 4) }),
      fill(_("{factor} (steeper)"), { factor: fixed(both[1], 4) }),
    ];
    this.values.forEach((place, i) => (place.textContent = shown[i]));

    this.rate.draw(alpha, word);
    for (const { alpha: rate, button } of this.rates) button.setAttribute("aria-pressed", rate === alpha);
    for (const [name, { draw }] of Object.entries(this.fields)) draw(state[name]);
    this.transport.draw(step, epochs, fill(_("epoch {epoch} / {last}"), { epoch: step, last: epochs }));
  }

  telling() {
    const { _, state } = this;
    const { w0, w1, loss } = this.run[state.step];
    return fill(_("α {alpha}: {verdict}. epoch {epoch}: ŵ₀ {w0}, ŵ₁ {w1}, loss {loss}."), {
      alpha: short(state.alpha),
      verdict: this.verdicts[this.verdict][0],
      epoch: state.step,
      w0: fixed(w0, 3),
      w1: fixed(w1, 3),
      loss: fixed(loss, 2),
    });
  }
}

define("linefit-explorer", Explorer);

// <linefit-walker>: guess where the next step of gradient descent lands, and see.

const { Handle, Instrument, Plot, RateSlider, Transport } = kit;
const { button, clamp, define, dots, fill, html, linear, polyline, short, spread, svg, text, update } = kit;

const MOST_STEPS = 50;

// The sum of cₖTₖ, by Clenshaw's recurrence; Tₖ is the Chebyshev polynomial of degree k.
function series([first, ...others], ends) {
  const scale = linear(...ends, -1, 1);
  return (w) => {
    const t = scale(w);
    const [b, c] = others.reduceRight(([b, c], value) => [value + 2 * t * b - c, b], [0, 0]);
    return first + t * b - c;
  };
}

class Walker extends Instrument {
  label() {
    return this._("Walk down a curve");
  }

  build() {
    const { _, data } = this;
    const { between, start, alpha } = data;
    this.curve = series(data.curve, between);
    this.slope = series(data.slope, between);
    this.noise = 1e-14 * Math.hypot(...data.slope);
    this.state = {};
    this.change({ start, alpha, step: 0 });
    this.rate = new RateSlider(data.range, _("Learning rate α"), (alpha) => this.choose({ alpha }));
    const words = { back: _("One step back"), on: _("One step on"), unit: _("step") };
    this.transport = new Transport(this, { ...words, reset: () => this.choose({ start, alpha, step: 0 }) });
    this.said = html("div", { class: "lf-told" });
    this.lander = button(_("Land here"), () => this.land(this.state.guess));
    return [
      html("div", {}, this.rate.field.element, this.rate.slider.element),
      html("div", { class: "lf-plots" }, this.buildPicture(), html("div", {}, this.lander, this.said)),
      this.transport.element,
    ];
  }

  // The curve and the walk on it, and below them room for the last step and the next guess.
  buildPicture() {
    const { _, curve, data: { between: [low, high] } } = this;
    const plot = new Plot(360, 320, 42, { role: "group", "aria-label": _("The curve and the walk") });
    const points = Array.from({ length: 201 }, (_, k) => low + (k / 200) * (high - low));
    const heights = points.map(curve);
    const [least, most] = [Math.min(...heights), Math.max(...heights)];
    plot.scale(low, high, least - 0.3 * (most - least), most + 0.05 * (most - least));
    plot.axes(spread(low, high, 6), spread(least, most, 5), "w", _("loss"));
    this.place = (w) => [plot.x(w), plot.y(curve(w))];
    const kinds = ["curved", "dashed", "faint", "line", "path lf-ahead", "dots", "step"];
    this.lines = kinds.map((kind) => svg("path", { class: `lf-${kind}` }));
    this.now = svg("circle", { class: "lf-now", r: 6 });
    plot.area.append(...this.lines, this.now);
    update(this.lines[0], { d: polyline(points.map(this.place)) });

    // In a range of 10, as the book's is, twentieths.
    const grain = 10 ** Math.round(Math.log10((high - low) / 10)) / 20;
    const round = (w) => clamp(Number((Math.round(w / grain) * grain).toPrecision(12)), low, high);
    const handle = (key, label) => {
      const move = (w) => this.choose({ [key]: round(w) });
      const nudge = (right, up) => move(this.state[key] + 2 * grain * (right + up));
      const made = new Handle(plot, label, ({ x }) => move(x), nudge);
      update(made.element, { "aria-valuemin": low, "aria-valuemax": high });
      plot.picture.append(made.element);
      return made;
    };
    this.handles = [handle("start", _("Start")), handle("guess", _("Your guess"))];
    this.handles[1].element.append(text(0, 4, "?"));
    plot.picture.addEventListener("click", (event) => {
      if (!event.target.closest(".lf-handle")) this.land(round(plot.locate(event).x));
    });
    this.plot = plot;
    return plot.picture;
  }

  get last() {
    return this.path.length - 1;
  }

  change(wanted) {
    const { state, slope, data: { between, range: [, most] } } = this;
    if ("guess" in wanted) return void Object.assign(state, wanted);
    // Below zero it walks uphill.
    for (const [key, ends] of [["start", between], ["alpha", [-most, most]]]) {
      if (Number.isFinite(wanted[key])) state[key] = clamp(wanted[key], ...ends);
    }
    // A walk ends where it leaves the range.
    this.path = [];
    const { start, alpha } = state;
    for (let w = start; this.path.push(w) <= MOST_STEPS && clamp(w, ...between) === w; w -= alpha * slope(w));
    state.step = clamp(wanted.step ?? state.step, 0, this.last);
    state.guess = clamp(this.path[state.step], ...between);
    state.guessed = wanted.guessed;
  }

  land(guessed) {
    const { step } = this.state;
    if (step === this.last) return;
    this.transport.stop();
    this.choose({ step: step + 1, guessed });
  }

  render() {
    const { _, state: { start, alpha, step, guess, guessed }, path, last, plot, data: { between } } = this;
    const at = path[step];
    const edge = clamp(at, ...between);
    const gone = at !== edge;
    const points = path.slice(0, gone ? step : step + 1).map(this.place);
    const [x, y] = points[points.length - 1];
    const slope = this.slope(at);
    // The tangent, and the step that led here, or to the edge.
    const reach = (between[1] - between[0]) / 8;
    const tangent = [-reach, reach].map((away) => [plot.x(at + away), plot.y(this.curve(at) + slope * away)]);
    const [from, to] = [path[step && step - 1], edge].map(plot.x);
    const head = clamp(to - from, -9, 9);
    const shapes = [
      guessed === undefined ? "" : `M${plot.x(guessed)} ${plot.bottom}v-60`,
      `M${x} ${y}V${plot.bottom}`,
      polyline(gone ? [] : tangent),
      polyline(points),
      dots(points),
      step ? `M${from} ${plot.bottom - 34}H${to}l${-head} -5v10l${head} -5` : "",
    ];
    shapes.forEach((d, i) => update(this.lines[i + 1], { d }));
    // After a guess the dot waits until the step has been seen.
    this.now.classList.toggle("lf-landing", guessed !== undefined);
    update(this.now, { cx: x, cy: y, visibility: gone ? "hidden" : "inherit" });
    this.handles[0].draw(...this.place(start), start, short(start));
    this.handles[1].draw(plot.x(guess), plot.bottom - 9, guess, short(guess));
    update(this.lander, { "aria-disabled": step === last });
    this.rate.draw(alpha);
    this.transport.draw(step, last, fill(_("step {step} / {last}"), { step, last }));
    this.speak(at, slope, gone);
  }

  speak(at, slope, gone) {
    const { _, state: { alpha, step, guessed }, path, last } = this;
    const said = gone ? [_("It has left the picture, and landed at {place}.")] : [this.way(slope), this.story()];
    if (guessed !== undefined) said.unshift(_("You guessed {guess}. It landed at {place}, {off} off."));
    else if (step < last) said.push(_("Where will the next dot land? Click there, or move the question mark."));
    if (step) said.unshift(_("The last step: {rate} × {before} = {length}."));
    const [rate, before] = [alpha, step && this.slope(path[step - 1])].map(Math.abs);
    const off = Math.abs(at - guessed);
    const numbers = { slope, rate, before, length: rate * before, place: at, guess: guessed, off };
    const shown = Object.fromEntries(Object.entries(numbers).map(([name, value = 0]) => [name, short(value)]));
    this.said.replaceChildren(...said.filter(Boolean).map((line) => html("p", {}, fill(line, shown))));
  }

  way(slope) {
    const { _ } = this;
    // Slopes are known up to rounding.
    if (Math.abs(slope) < this.noise) return _("At {place} the slope is 0: no way is down.");
    if (slope < 0) return _("At {place} the slope is {slope}: down is to the right.");
    return _("At {place} the slope is {slope}: down is to the left.");
  }

  // What the last three moves have in common.
  story() {
    const { _, path, state: { step }, data: { between: [low, high] } } = this;
    const [a, b, c] = path.slice(0, step + 1).map((w, k) => w - path[k - 1]).slice(-3);
    if (step > 2 && Math.abs(c) < 1e-9 * (high - low)) return _("It no longer moves.");
    const within = (from, to) => [b / a, c / b].every((ratio) => from < ratio && ratio < to);
    if (within(0, 1)) return _("It comes closer from one side.");
    if (within(-1 + 1e-6, 0)) return _("It jumps to and fro, and comes closer.");
    return within(-1 - 1e-6, -1 + 1e-6) ? _("It hops to and fro for ever.") : "";
  }

  telling() {
    return this.said.innerText;
  }
}

define("linefit-walker", Walker);

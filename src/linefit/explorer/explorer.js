// <linefit-explorer>: drag the start, set the learning rate, and watch what theory said.

const { Descent, FitPlot } = kit;
const { button, define, field, fill, fixed, html, linear, short, signed, svg, text, update } = kit;

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

class Explorer extends Descent {
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
    this.openAtStart();
    this.buildParts(true);
    return [this.buildRate(), this.buildPictures(), this.transport.element, this.buildValues(), this.buildStart()];
  }

  get verdict() {
    return verdict(this.data, this.state.alpha);
  }

  opening(pairs) {
    return super.opening(pairs, { best: this.data.best, limit: this.data.critical });
  }

  buildRate() {
    const { data, _ } = this;
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
    this.fit = new FitPlot(this.data, this._("The data and the current line"));
    const pictures = [this.map, this.fit, this.curve].map(({ plot }) => plot.picture);
    return html("div", { class: "lf-plots" }, ...pictures);
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
    const [word, meaning] = this.verdicts[this.verdict];
    this.drawParts(word);
    const { at } = this;
    const both = factors(data, state.alpha);
    this.fit.draw(at);
    this.scale.draw(both);
    this.word.textContent = word;
    this.meaning.textContent = meaning;
    const shown = [
      `(${fixed(at.w0, 4)}, ${fixed(at.w1, 4)})`,
      fill(_("{loss} (least {least})"), { loss: fixed(at.loss, 4), least: fixed(data.least, 4) }),
      fill(_("{factor} (flatter)"), { factor: fixed(both[0], 4) }),
      fill(_("{factor} (steeper)"), { factor: fixed(both[1], 4) }),
    ];
    this.values.forEach((place, i) => (place.textContent = shown[i]));

    for (const { alpha, button } of this.rates) button.setAttribute("aria-pressed", alpha === state.alpha);
    for (const [name, { draw }] of Object.entries(this.fields)) draw(state[name]);
  }

  telling() {
    const { _, state } = this;
    const { w0, w1, loss } = this.at;
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

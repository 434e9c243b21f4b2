// <linefit-tracer>: step through the training loop, line by line, with what PyTorch computed.

const { FitPlot, Instrument, LossPlot, Transport } = kit;
const { button, clamp, define, fill, html, toggle } = kit;

// JSON has neither infinity nor NaN.
const WORDS = { inf: Infinity, "-inf": -Infinity, nan: NaN };
const number = (value) => WORDS[value] ?? value;

// A number as PyTorch prints it: of two that are equally near, the last digit is even.
function printed(value) {
  if (value in WORDS) return value;
  const size = Math.abs(value);
  if (size >= 1e8 || (size && size < 1e-4)) return value.toExponential(4).replace(/[+-](?=\d$)/, "$&0");
  const scaled = value * 1e4;
  return (Math.abs(scaled % 2) === 0.5 ? Math.trunc(scaled) / 1e4 : value).toFixed(4);
}

// The values of a name, which is None if they are null, and does not exist yet if they are undefined.
const written = (values, between) =>
  values === undefined ? "–" : values ? values.map(printed).join(between) : "None";

const elements = (parts) => parts.map(({ element }) => element);

class Tracer extends Instrument {
  label() {
    return this._("The training loop, line by line");
  }

  build() {
    for (const run of this.data.runs) {
      run.states = [run.start];
      for (const { said, ...changed } of run.steps) run.states.push({ ...run.states.at(-1), ...changed });
      // The loss is known after the second line. Its curve ends where it overflows.
      const losses = run.states.filter((_, k) => k % run.lines.length === 2).map(({ loss }) => number(loss[0]));
      const gone = losses.findIndex((loss) => !Number.isFinite(loss));
      run.losses = gone < 0 ? losses : losses.slice(0, gone);
    }
    this.state = { step: 0, mistakes: 0 };
    return [this.buildMistakes(), this.buildLoop(), this.buildTime(), this.buildPictures()];
  }

  get run() {
    return this.data.runs[this.state.mistakes];
  }

  get last() {
    return this.run.steps.length;
  }

  // Steps an epoch.
  get length() {
    return this.run.lines.length;
  }

  // Another program is run from its beginning.
  change({ mistakes = this.state.mistakes, step = this.state.step }) {
    const { state } = this;
    if (mistakes !== state.mistakes) Object.assign(state, { mistakes, step: 0 });
    else state.step = clamp(Math.round(step), 0, this.last);
  }

  buildMistakes() {
    const { _ } = this;
    const offered = [
      [4, _("Leave out What.grad = None")],
      [2, _("Plus for minus")],
      [1, _("Forget .data")],
    ];
    this.switches = offered.map(([bit, label]) => {
      const press = () => {
        this.transport.stop();
        this.choose({ mistakes: this.state.mistakes ^ bit });
      };
      return { bit, ...toggle(label, press) };
    });
    const attributes = { class: "lf-buttons", role: "group", "aria-label": _("Mistakes to make") };
    return html("div", attributes, ...elements(this.switches));
  }

  buildLoop() {
    const { _, data } = this;
    this.lines = data.runs[0].lines.map(() => {
      const [mark, code, said] = ["span", "code", "div"].map((name) => html(name));
      return { mark, code, said, element: html("li", {}, mark, code, said) };
    });
    this.rows = ["yhat[:3]", "loss", "What.grad", "What"].map((name) => {
      const cells = [html("td"), html("td")];
      return { name, cells, element: html("tr", {}, html("th", { scope: "row" }, name), ...cells) };
    });
    const heads = [_("before ✓"), _("after ✓")].map((text) => html("th", { scope: "col" }, text));
    return html(
      "div",
      { class: "lf-values lf-loop" },
      html("div", {}, html("code", {}, `for epoch in range(${data.epochs}):`), html("ol", {}, ...elements(this.lines))),
      html("table", {}, html("tr", {}, html("td"), ...heads), ...elements(this.rows)),
    );
  }

  buildTime() {
    const { _ } = this;
    const reset = () => this.choose({ mistakes: 0, step: 0 });
    const words = { back: _("One line back"), on: _("One line on"), unit: _("line"), reset };
    this.transport = new Transport(this, words, 15);
    const jump = () => this.transport.jump((Math.floor(this.state.step / this.length) + 1) * this.length);
    const { element } = this.transport;
    element.append(html("div", { class: "lf-buttons" }, button(_("One epoch on"), jump)));
    return element;
  }

  buildPictures() {
    const { data, _ } = this;
    this.fit = new FitPlot(data, _("The data and the current line"));
    const words = [_("Loss against epoch, logarithmic"), _("epoch"), _("loss")];
    this.curve = new LossPlot(data, words, (epoch) => this.transport.jump(epoch * this.length + 2));
    return html("div", { class: "lf-values" }, this.fit.plot.picture, this.curve.plot.picture);
  }

  render() {
    const { state, run, data } = this;
    const { step } = state;
    const { lines, states } = run;
    const ended = step === this.last;
    const changed = run.steps[step - 1] ?? {};
    for (const { bit, draw } of this.switches) draw(Boolean(state.mistakes & bit));

    this.lines.forEach(({ mark, code, said, element }, i) => {
      const done = step > 0 && i === (step - 1) % lines.length;
      const next = !ended && i === step % lines.length;
      mark.textContent = next ? "→" : !done ? "" : ended && run.raised ? "✗" : "✓";
      code.textContent = lines[i] ?? data.runs[0].lines[i];
      said.textContent = (done && changed.said?.join("\n")) || "";
      element.className = lines[i] ? "" : "lf-out";
      element.setAttribute("aria-current", next ? "step" : "false");
    });

    const shown = [states[step - 1] ?? {}, states[step]];
    for (const { name, cells, element } of this.rows) {
      element.classList.toggle("lf-changed", name in changed);
      cells.forEach((cell, i) => {
        const tag = name === "What" && shown[i].tag ? `\n${shown[i].tag.replace("=", "=\u200b")}` : "";
        cell.textContent = written(shown[i][name], "\n") + tag;
      });
    }

    this.drawFit(states[step].What.map(number));
    this.drawLoss();
    this.transport.draw(step, this.last, this.place);
  }

  // A line beyond what can be computed with is not in the picture.
  drawFit([w0, w1]) {
    const near = this.fit.ends.every((x) => Math.abs(w0) + Math.abs(w1 * x) < 1e300);
    this.fit.draw(near ? { w0, w1 } : { w0: 1e300, w1: 0 });
  }

  // The curve grows with the run, on axes that have room for all of it.
  drawLoss() {
    const { losses } = this.run;
    const known = Math.min(Math.ceil((this.state.step - 1) / this.length), losses.length);
    const rest = Array(this.data.epochs + 1 - losses.length).fill(losses.at(-1));
    this.curve.draw([...losses, ...rest], Math.max(known - 1, 0), false);
    this.curve.plot.picture.classList.toggle("lf-empty", !known);
  }

  get place() {
    const { _, data, length } = this;
    const { step } = this.state;
    if (!step) return _("before the loop");
    const values = { epoch: Math.ceil(step / length), last: data.epochs, line: ((step - 1) % length) + 1 };
    return fill(_("epoch {epoch} / {last}, line {line}"), values);
  }

  telling() {
    const { _, state, run } = this;
    const { said = [], ...changed } = run.steps[state.step - 1] ?? run.start;
    const news = this.rows.filter(({ name }) => name in changed);
    const values = news.map(({ name }) => `${name} ${written(changed[name], ", ")}`);
    return [this.place, ...said, values.join("; ") || _("nothing has changed")].join(". ");
  }
}

define("linefit-tracer", Tracer);

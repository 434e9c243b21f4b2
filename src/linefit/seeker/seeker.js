// <linefit-seeker>: find by trying how far up learning rates work, and keep a guess.

const { Descent, button, define, fill, fixed, html, short, svg, text } = kit;

class Seeker extends Descent {
  label() {
    return this._("Find the limit of α");
  }

  build() {
    this.openAtStart();
    this.buildParts(false);
    return [this.buildRate(), this.buildPictures(), this.transport.element, this.buildGuess()];
  }

  buildRate() {
    const { data, _ } = this;
    const { element } = this.rate.slider;
    const marks = svg("svg", { "aria-hidden": "true" });
    if (data.critical) {
      const limit = this.rate.fraction(data.critical);
      element.classList.add("lf-to-limit");
      element.style.setProperty("--lf-limit", limit);
      marks.append(text(`${100 * limit}%`, 16, `${_("limit")} ${short(data.critical)}`));
    }
    this.lengths = data.lengths.map((epochs) => ({
      epochs,
      element: button(fill(_("{epochs} epochs"), { epochs }), () => this.choose({ epochs, step: epochs })),
    }));
    const lengths = this.lengths.map((length) => length.element);
    return [
      html(
        "div",
        { class: "lf-flow" },
        this.rate.field.element,
        html("div", { class: "lf-buttons", role: "group", "aria-label": _("epochs") }, ...lengths),
      ),
      html("div", {}, element, ...(data.critical ? [html("div", { class: "lf-marks" }, marks)] : [])),
    ];
  }

  buildPictures() {
    this.values = html("p", { class: "lf-said" });
    const beside = html("div", {}, this.curve.plot.picture, this.values);
    return html("div", { class: "lf-plots" }, this.map.plot.picture, beside);
  }

  // The guess is kept for every seeker of these data, in this tab and in later ones.
  buildGuess() {
    this.keeper = button("", () => {
      this.lost = !this.keep({ alpha: this.state.alpha });
      for (const each of document.querySelectorAll(this.localName)) each.render();
      this.heard.textContent = this.judgement();
    });
    this.judged = html("span");
    return html("div", { class: "lf-flow" }, this.keeper, this.judged);
  }

  get guess() {
    const alpha = this.kept?.alpha;
    return Number.isFinite(alpha) ? alpha : undefined;
  }

  // What is to be said of the guess, once there is one.
  judgement() {
    const { guess, data, _ } = this;
    if (!guess) return data.critical ? _("You have not kept a guess yet. Set α, and keep it.") : "";
    const values = { alpha: short(guess) };
    const guessed = fill(_("Your guess: {alpha}."), values);
    const lost = _("This browser keeps nothing: note it down.");
    if (!data.critical) return this.lost ? `${guessed} ${lost}` : guessed;
    const away = (100 * Math.abs(guess - data.critical)) / data.critical;
    values.percent = fixed(away, away < 10 ? 2 : 0);
    return guess < data.critical
      ? fill(_("Your guess, {alpha}, lies {percent} % below the limit: it works."), values)
      : fill(_("Your guess, {alpha}, lies {percent} % above the limit: sooner or later its loss grows."), values);
  }

  render() {
    const { state, _ } = this;
    this.drawParts();
    const loss = fixed(this.at.loss, 4);
    this.values.textContent = fill(_("Loss after epoch {epoch}: {loss}"), { epoch: state.step, loss });
    for (const { epochs, element } of this.lengths) element.setAttribute("aria-pressed", epochs === state.epochs);
    this.keeper.textContent = fill(_("Keep {alpha} as my guess"), { alpha: short(state.alpha) });
    this.judged.textContent = this.judgement();
  }

  telling() {
    const { _, state } = this;
    const loss = fixed(this.at.loss, 2);
    return fill(_("α {alpha}. Loss after epoch {epoch}: {loss}."), { alpha: short(state.alpha), epoch: state.step, loss });
  }
}

define("linefit-seeker", Seeker);

// Axes, and what can be dragged on them.

// Axes with a clipped area: `area` takes what is drawn, in the coordinates of `x` and `y`.
class Plot {
  constructor(width, height, left, attributes) {
    Object.assign(this, { left, right: width - 10, top: 10, bottom: height - 34 });
    const box = [left, this.top, this.right - left, this.bottom - this.top];
    this.ticks = svg("g");
    this.area = svg("svg", { x: box[0], y: box[1], width: box[2], height: box[3], viewBox: box.join(" ") });
    this.frame = svg("path", { class: "lf-axis", d: `M${left} ${this.top}V${this.bottom}H${this.right}` });
    this.picture = svg(
      "svg",
      { class: "lf-picture", viewBox: `0 0 ${width} ${height}`, ...attributes },
      this.ticks,
      this.area,
      this.frame,
    );
  }

  scale(xFrom, xTo, yFrom, yTo) {
    this.x = linear(xFrom, xTo, this.left, this.right);
    this.y = linear(yFrom, yTo, this.bottom, this.top);
    this.toX = linear(this.left, this.right, xFrom, xTo);
    this.toY = linear(this.bottom, this.top, yFrom, yTo);
  }

  axes(xTicks, yTicks, xLabel, yLabel, yText = write(yTicks), xText = write(xTicks)) {
    const middle = (this.top + this.bottom) / 2;
    this.ticks.replaceChildren(
      ...xTicks.map((v) => text(this.x(v), this.bottom + 15, xText(v))),
      ...yTicks.map((v) => text(this.left - 6, this.y(v) + 4, yText(v), "end")),
      text((this.left + this.right) / 2, this.bottom + 31, xLabel),
      text(11, middle, yLabel, "middle", { transform: `rotate(-90 11 ${middle})` }),
    );
  }

  // Where a pointer is, in the coordinates of the axes.
  locate(event) {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(
      this.picture.getScreenCTM().inverse(),
    );
    return { x: this.toX(x), y: this.toY(y) };
  }
}

// Call `follow` with every place to which a pointer drags an element; with `sideways`, only once
// it has gone more to the side than up or down, which may become a swipe that scrolls the page.
function drag(plot, element, follow, sideways = false) {
  let from;
  element.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    from = sideways && event;
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
  });
  element.addEventListener("pointermove", (event) => {
    if (!element.hasPointerCapture(event.pointerId)) return;
    const [right, down] = from ? [event.clientX - from.clientX, event.clientY - from.clientY] : [];
    if (from && Math.abs(right) <= Math.max(Math.abs(down), 4)) return;
    from = null;
    follow(plot.locate(event));
  });
}

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

// What a reader takes hold of: a ring with room for a finger, which follows the pointer, and the
// arrow keys with steps of 1, or 10 with Shift.
class Handle {
  constructor(plot, label, follow, nudge) {
    this.element = svg(
      "g",
      { class: "lf-handle", tabindex: 0, role: "slider", "aria-label": label },
      svg("circle", { class: "lf-grip", r: 28 }),
      svg("circle", { class: "lf-ring", r: 7 }),
    );
    drag(plot, this.element, follow);
    // Else the page scrolls: Chromium heeds `touch-action` on whole pictures alone.
    this.element.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    this.element.addEventListener("keydown", (event) => {
      if (!Object.hasOwn(ARROWS, event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const far = event.shiftKey ? 10 : 1;
      const [right, up] = ARROWS[event.key];
      nudge(right * far, up * far);
    });
  }

  // Put it at a place of the picture, and say the value that it stands for: a number, and words.
  draw(x, y, value, words) {
    update(this.element, {
      transform: `translate(${tenths(x)} ${tenths(y)})`,
      "aria-valuenow": value,
      "aria-valuetext": words,
    });
  }
}

Object.assign(kit, { Plot, Handle, drag });

// The loss over the weights, by the sums of linefit.kit.bowl.

// The loss is least + count * c**2 + spread * d**2: c is the mean error, d how far the slope is from the best.
function lossAt({ count, center: [x, y], spread, minimum, least }, w0, w1) {
  const c = w0 + w1 * x - y;
  const d = w1 - minimum[1];
  return least + count * c * c + spread * d * d;
}

// The plane of the weights, with the contours of the loss and a handle. `axes` tells whether the
// minimum and the directions of the eigenvectors are drawn.
class WeightMap {
  constructor(data, label, handle, move, axes) {
    const [low, high] = data.window;
    this.data = data;
    this.plot = new Plot(360, 352, 42, { role: "group", "aria-label": label });
    const { plot } = this;
    plot.scale(low, high, low, high);
    const ticks = spread(low, high, 4);
    plot.axes(ticks, ticks, "ŵ₀", "ŵ₁");
    const [m0, m1] = data.minimum;
    this.middle = [plot.x(m0), plot.y(m1)];
    this.unit = (plot.right - plot.left) / (high - low);
    this.contours = svg("g");
    this.marks = svg("g");
    plot.area.append(this.contours);
    this.drawContours();
    if (axes) this.drawAxes();
    plot.area.append(this.marks);
    if (axes) {
      const [x, y] = this.middle;
      plot.area.append(svg("path", { class: "lf-minimum", d: `M${x - 4} ${y - 4}l8 8m0 -8l-8 8` }));
    }

    // In a window of 17 by 17, as the book's is, twentieths.
    const step = 10 ** Math.round(Math.log10((high - low) / 17)) / 20;
    const round = (weight) => Number((Math.round(weight / step) * step).toPrecision(12));
    const follow = ({ x, y }) => move(round(x), round(y));
    const nudge = (right, up) => {
      const [w0, w1] = this.at;
      // Another key may come before the next frame.
      this.at = [round(w0 + 2 * step * right), round(w1 + 2 * step * up)];
      move(...this.at);
    };
    plot.area.addEventListener("click", (event) => follow(plot.locate(event)));
    this.handle = new Handle(plot, handle, follow, nudge);
    update(this.handle.element, { "aria-valuemin": low, "aria-valuemax": high });
    plot.picture.append(this.handle.element);
  }

  // In a long valley the ellipses are far longer than the picture, and are cut to what SVG can draw.
  radius(level, bend) {
    return Math.min(this.unit * Math.sqrt((2 * (level - this.data.least)) / bend), 1e5);
  }

  drawContours() {
    const { eigenvalues, eigenvectors, levels } = this.data;
    const [x, y] = this.middle;
    const angle = (Math.atan2(-eigenvectors[0][1], eigenvectors[0][0]) * 180) / Math.PI;
    for (const level of [...levels].reverse()) {
      const [rx, ry] = eigenvalues.map((value) => this.radius(level, value));
      this.contours.append(
        svg("ellipse", { class: "lf-level", rx, ry, transform: `translate(${x} ${y}) rotate(${angle})` }),
      );
    }
    // Straight down from the minimum the loss grows by half of the Hessian's last entry.
    const bend = eigenvalues.reduce((sum, value, i) => sum + value * eigenvectors[i][1] ** 2, 0);
    for (const level of levels.filter((value) => /^10*$/.test(value))) {
      const down = this.radius(level, bend);
      if (down > 30) this.contours.append(text(x, y + down + 4, level, "middle", { class: "lf-halo" }));
    }
  }

  drawAxes() {
    const [x, y] = this.middle;
    this.data.eigenvectors.forEach(([a, b], i) => {
      const far = 500;
      const near = Math.sign(a) * 120;
      const d = `M${x - far * a} ${y + far * b}L${x + far * a} ${y - far * b}`;
      const name = text(x + near * a + 6, y - near * b - 6, `u${"₁₂"[i]}`, "start", { class: "lf-halo" });
      this.plot.area.append(svg("path", { class: "lf-dashed", d }), name);
    });
  }

  // Of far away points only the direction from the minimum is kept: coordinates of SVG are limited.
  place(w0, w1) {
    const [m0, m1] = this.data.minimum;
    const [low, high] = this.data.window;
    const shrink = Math.min(1, (20 * (high - low)) / Math.hypot(w0 - m0, w1 - m1));
    return [this.plot.x(m0 + shrink * (w0 - m0)), this.plot.y(m1 + shrink * (w1 - m1))];
  }

  drawHandle(w0, w1) {
    this.at = [w0, w1];
    this.handle.draw(...this.place(w0, w1), w0, `ŵ₀ ${short(w0)}, ŵ₁ ${short(w1)}`);
  }
}

Object.assign(kit, { lossAt, WeightMap });

// The data with a line, and the loss curve.

class FitPlot {
  // `low` and `high` are the ends of the vertical axis, by default about the data.
  constructor({ x, y }, label, height = 180, [low, high] = around(y, 0.1)) {
    this.ends = around(x, 0.04);
    Object.assign(this, { low, high });
    this.plot = new Plot(360, height, 42, { role: "img", "aria-label": label });
    this.plot.scale(...this.ends, low, high);
    this.plot.axes(spread(...this.ends, 7), spread(low, high, 5), "x", "y");
    this.line = svg("path", { class: "lf-line" });
    const points = x.map((value, i) => [this.plot.x(value), this.plot.y(y[i])]);
    this.plot.area.append(svg("path", { class: "lf-data", d: dots(points) }), this.line);
  }

  draw({ w0, w1 }, line = this.line) {
    const [from, to] = this.ends;
    const { low, high } = this;
    const start = w0 + w1 * from;
    const rise = w0 + w1 * to - start;
    // Clipped to the picture: a dashed line of a million dashes is slow.
    // The share of the way from end to end at which the line has reached a height.
    const share = (y) => clamp((y - start) / (rise || 1e-300), 0, 1);
    const ends = [share(low), share(high)];
    const seen = ends[0] !== ends[1] || (start > low && start < high);
    const points = ends.map((part) => [part, start + part * rise]);
    const { left, right } = this.plot;
    const place = ([part, y]) => [left + part * (right - left), this.plot.y(y)];
    update(line, { d: polyline(seen ? points.map(place) : []) });
  }
}

function around(values, part) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = part * (high - low || Math.abs(high) || 1);
  return [low - room, high + room];
}

// The loss against the epoch, logarithmic; a reader drags it to an epoch.
class LossPlot {
  constructor({ least, levels }, [label, epoch, loss], scrub) {
    // The loss of a perfect fit is 0, which has no logarithm.
    this.least = Math.max(least, 1e-14 * levels.at(-1));
    this.names = [epoch, loss];
    this.plot = new Plot(360, 180, 42, { class: "lf-picture lf-curve", role: "img", "aria-label": label });
    this.floor = svg("path", { class: "lf-dashed" });
    this.ahead = svg("path", { class: "lf-path lf-ahead" });
    this.path = svg("path", { class: "lf-path" });
    this.cursor = svg("path", { class: "lf-faint" });
    this.now = svg("circle", { class: "lf-now", r: 5 });
    const { area, picture } = this.plot;
    area.append(this.floor, this.ahead, this.path);
    picture.append(this.cursor, this.now);
    const follow = ({ x }) => scrub(clamp(Math.round(x), 0, this.epochs));
    picture.addEventListener("click", (event) => follow(this.plot.locate(event)));
    drag(this.plot, picture, follow, true);
  }

  // Draw the losses of a run, the epochs up to `step` darker.
  draw(losses, step, floor = true) {
    const { plot, least } = this;
    const epochs = losses.length - 1;
    const decades = (loss) => Math.log10(Math.max(loss, least));
    const low = Math.floor(decades(least));
    const high = Math.max(low + 3, Math.ceil(decades(Math.max(...losses))));
    if (this.drawn !== `${high} ${epochs}`) {
      this.drawn = `${high} ${epochs}`;
      this.epochs = epochs;
      plot.scale(0, epochs, low, high);
      plot.axes(spread(0, epochs, 6, 1), spread(low, high, 4, 1), ...this.names, (v) => `10${raised(v)}`);
      const y = plot.y(decades(least));
      update(this.floor, { d: floor ? `M${plot.left} ${y}H${plot.right}` : "" });
    }
    const points = losses.map((loss, k) => [plot.x(k), plot.y(decades(loss))]);
    const [x, y] = points[step];
    update(this.ahead, { d: polyline(points) });
    update(this.path, { d: polyline(points.slice(0, step + 1)) });
    update(this.cursor, { d: `M${x} ${plot.top}V${plot.bottom}` });
    update(this.now, { cx: x, cy: y });
  }
}

Object.assign(kit, { FitPlot, LossPlot });

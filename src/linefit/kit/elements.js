// Elements of a page and of its pictures.

const maker =
  (create) =>
  (name, attributes = {}, ...children) => {
    const element = create(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };
const html = maker((name) => document.createElement(name));
const svg = maker((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
const update = (element, attributes) => {
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
};
const text = (x, y, content, anchor = "middle", attributes = {}) =>
  svg("text", { x, y, "text-anchor": anchor, ...attributes }, content);

// Paths through points, and dots at them.
const tenths = (value) => value.toFixed(1);
const polyline = (points) =>
  points.length ? `M${points.map(([x, y]) => `${tenths(x)} ${tenths(y)}`).join("L")}` : "";
const dots = (points) => points.map(([x, y]) => `M${tenths(x)} ${tenths(y)}h0`).join("");

Object.assign(kit, { html, svg, update, text, polyline, dots });

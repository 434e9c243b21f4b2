// Numbers as text.

const signed = (text) => String(text).replaceAll("-", "−");
const raised = (power) =>
  String(power)
    .replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit])
    .replace("-", "⁻");
const short = (value) => signed(Number(value.toPrecision(5)));

function fixed(value, digits) {
  if (Math.abs(value) < 1e6) return signed(value.toFixed(digits)).replace(/^−(0\.?0*)$/, "$1");
  const [mantissa, power] = value.toExponential(2).split("e");
  return `${signed(mantissa)} × 10${raised(Number(power))}`;
}

// What a reader typed, maybe in letters as wide as Hangul, as a number or NaN.
const parsed = (text) => Number(text.normalize("NFKC").replaceAll("−", "-").replace(",", ".").trim() || NaN);

const linear = (from, to, start, end) => (value) => start + ((value - from) / (to - from)) * (end - start);
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

// Ticks are written with as many digits as tell one from the next.
function write(ticks) {
  const size = Math.max(...ticks.map(Math.abs));
  const digits = Math.log10(size / Math.abs(ticks[1] - ticks[0]));
  return (tick) => {
    const number = Number(tick.toPrecision(clamp(Math.ceil(digits) + 1, 5, 15) || 5));
    const [long, powers] = [String(number), number.toExponential().replace("+", "")];
    return signed(powers.length < long.length ? powers : long);
  };
}

// Round numbers from `low` to `high` in at most `count` steps, none smaller than `finest`.
function spread(low, high, count, finest = 0) {
  const power = 10 ** Math.floor(Math.log10((high - low) / count));
  const sizes = [1, 2, 5, 10].map((size) => size * power);
  const step = Math.max(
    finest,
    sizes.find((size) => (high - low) / size <= count),
  );
  const first = Math.ceil(low / step);
  const last = Math.floor(high / step);
  const ticks = Array.from({ length: last - first + 1 }, (_, k) => (first + k) * step);
  // Long numbers need the room of several.
  const letters = Math.max(...ticks.map((v) => write(ticks)(v).length));
  return letters > 6 ? ticks.filter((_, k) => k % (ticks.length - 1) === 0) : ticks;
}

Object.assign(kit, { signed, raised, short, fixed, parsed, linear, clamp, spread });

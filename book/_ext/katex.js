// Draws formulas: a line in, the formula as JSON; a line out, its HTML and its text, or what is wrong with it.
const katex = require(process.argv[2]);

const options = (display) => ({
  displayMode: display,
  // What LaTeX would not take either, and letters that the formulas' fonts lack, are errors.
  strict: "error",
  // Commands that it does not trust it would draw in red, and say nothing.
  trust: ({ command }) => {
    throw new Error(`${command} is not for formulas of this book`);
  },
});

// Of MathML, what takes so many elements and no more.
const FIXED = new Set(["mfrac", "mover", "mroot", "msub", "msubsup", "msup", "munder", "munderover"]);

const mend = (node, within) => {
  // The learning rate has a colour of its own, which is for the style sheet to choose.
  if (node.text === "α" && node.classes) {
    node.classes.push("alpha");
  }
  // In an index, as in `\lambda_{\max}`, the sign of a function applies to nothing, and is one element too many.
  if (!node.type && FIXED.has(within) && node.children?.at(-1)?.children?.[0]?.text === "\u2061") {
    node.children.pop();
  }
  node.children?.forEach((child) => mend(child, node.type));
};

const find = (node, matches) =>
  matches(node) ? node : node.children?.reduce((found, child) => found ?? find(child, matches), undefined);

// How a formula reads in a line of text: ŵ₀ = 1, 2/λ_max.
const ACCENTS = { "^": "\u0302", "ˉ": "\u0304", "~": "\u0303", "˙": "\u0307", "⃗": "\u20d7" };
const LOW = [..."₀₁₂₃₄₅₆₇₈₉"];
const HIGH = [..."⁰¹²³⁴⁵⁶⁷⁸⁹"];

const script = (text, digits, sign) => {
  if (/^\d+$/.test(text)) return text.replace(/\d/g, (digit) => digits[digit]);
  if (text === "⊤") return "ᵀ";
  if (text === "′") return text;
  return sign + (/^[−∗]?[\p{L}\d.]*$/u.test(text) ? text : `(${text})`);
};
const part = (text) => (/[+−=]/.test(text) ? `(${text})` : text);

const read = ({ type, text, children = [] }) => {
  if (text !== undefined) return text.replace(/\u2061/g, " ").replace(/[\u200b\u2009]/g, "");
  const parts = children.map(read);
  const [first, second, third] = parts.map((each) => each.trim());
  switch (type) {
    case "annotation": return "";
    case "mspace": return " ";
    case "mfrac": return `${part(first)}/${part(second)} `;
    case "msqrt": return `√${part(parts.join(""))}`;
    case "mover":
      return second in ACCENTS ? (first + ACCENTS[second]).normalize("NFC") : first + script(second, HIGH, "^");
    case "msup": return first + script(second, HIGH, "^");
    case "msub":
    case "munder": return first + script(second, LOW, "_");
    case "msubsup":
    case "munderover": return first + script(second, LOW, "_") + script(third, HIGH, "^");
    case "mtd": return `${parts.join("")} `;
    case "mo": return parts.join("").replace(/^[=<>≤≥≈≠→←∈∼≪≫]$/, " $& ").replace(/^[,;]$/, "$& ");
    default: return parts.join("");
  }
};

const textOf = (tree) =>
  read(find(tree, ({ type }) => type === "math")).replace(/\s+/g, " ").replace(/(?<=[([]) | (?=[)\]])/g, "").trim();

// A line may break between the pieces of a formula. Of one that is tied to what stands before or behind it,
// the first or the last piece is given apart, to be kept with that. A single piece is the last, if any is.
const takeOuter = (tree, { head, tail }) => {
  const pieces = find(tree, ({ classes }) => classes?.includes("katex-html")).children;
  const write = (name, piece) =>
    `<span class="katex ${name}" aria-hidden="true"><span class="katex-html">${piece.toMarkup()}</span></span>`;
  const last = tail ? write("tail", pieces.pop()) : "";
  return { first: head && pieces.length ? write("head", pieces.shift()) : "", last };
};

require("node:readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => {
    const { tex, display, ...tied } = JSON.parse(line);
    let answer;
    try {
      const tree = katex.__renderToDomTree(tex, options(display));
      mend(tree);
      const outer = takeOuter(tree, tied);
      answer = { html: tree.toMarkup(), ...outer, text: textOf(tree) };
    } catch (error) {
      answer = { error: error.message };
    }
    console.log(JSON.stringify(answer));
  });

// Draws formulas: a line in, the formula as JSON; a line out, its HTML, or what is wrong with it.
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

require("node:readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => {
    const { tex, display } = JSON.parse(line);
    let answer;
    try {
      const tree = katex.__renderToDomTree(tex, options(display));
      mend(tree);
      answer = { html: tree.toMarkup() };
    } catch (error) {
      answer = { error: error.message };
    }
    console.log(JSON.stringify(answer));
  });

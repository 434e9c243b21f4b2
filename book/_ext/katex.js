// Draws formulas: a line in, the formula as JSON; a line out, its HTML, or what is wrong with it.
const katex = require(process.argv[2]);

const options = (display) => ({
  displayMode: display,
  // What LaTeX would not take either, and letters that the formulas' fonts lack, are errors.
  strict: (code) => (code === "htmlExtension" ? "ignore" : "error"),
  trust: ({ command }) => command === "\\htmlClass",
  // The learning rate has a colour of its own, which is for the style sheet to choose.
  macros: { "\\alpha": '{\\htmlClass{alpha}{α}}' },
});

// In an index, as in `\lambda_{\max}`, the sign of a function applies to nothing; and MathML allows an index
// but one element: with two, it is no formula for those who hear it.
const mend = (html) => html.replaceAll("<mo>\u2061</mo></msub>", "</msub>");

require("node:readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => {
    const { tex, display } = JSON.parse(line);
    let answer;
    try {
      answer = { html: mend(katex.renderToString(tex, options(display))) };
    } catch (error) {
      answer = { error: error.message };
    }
    console.log(JSON.stringify(answer));
  });

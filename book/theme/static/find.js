// Finding: text as a search reads it, and a page that opens on what was found, marked.

// What is written differently and means the same. Small letters, plain digits for raised and lowered
// ones and Hangul by its letters (so that a syllable which is still being typed is found) are Unicode's.
const SAME = {
  "−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "∗": "*", "⋅": "*",
  "·": "*", "⊤": "t", "∣": "|", "‘": "'", "’": "'", "“": '"', "”": '"', "_": "", "^": "", "$": "", "ˉ": "",
};
// Signs, and what they are called.
const NAMES = [
  ["α", "alpha", "알파"], ["β", "beta", "베타"], ["γ", "gamma", "감마"], ["δ", "delta", "델타"],
  ["ε", "epsilon", "엡실론", "입실론"], ["ζ", "zeta", "제타"], ["η", "eta", "에타"], ["θ", "theta", "세타", "쎄타"],
  ["ι", "iota", "요타"], ["κ", "kappa", "카파"], ["λ", "lambda", "람다"], ["μ", "mu", "뮤"], ["ν", "nu", "뉴"],
  ["ξ", "xi", "크사이"], ["π", "pi", "파이"], ["ρ", "rho", "로"], ["σ", "sigma", "시그마"], ["τ", "tau", "타우"],
  ["φ", "phi", "피"], ["χ", "chi", "카이"], ["ψ", "psi", "프사이"], ["ω", "omega", "오메가"], ["∇", "nabla", "나블라"],
  ["∂", "partial", "라운드"], ["∑", "sum", "시그마"], ["∞", "infinity", "무한대"],
].map((row) => row.map((name) => name.normalize("NFKD")));
const SIGN = new Map(NAMES.flatMap(([sign, ...names]) => names.map((name) => [name, sign])));
const NAME = new Map(NAMES.map(([sign, name]) => [sign, name]));
const RUNS = /[a-z]+|\p{Script=Hangul}+|\p{Script=Greek}+|\p{N}+|[^\s]/gu;

const known = new Map();
function lettersOf(sign) {
  if (!known.has(sign)) {
    const plain = SAME[sign] ?? sign.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").toLowerCase();
    known.set(sign, [...plain].map((letter) => SAME[letter] ?? letter).join(""));
  }
  return known.get(sign);
}

const wordly = new Map();
function isWord(letter) {
  if (!wordly.has(letter)) wordly.set(letter, /[\p{L}\p{N}]/u.test(letter));
  return wordly.get(letter);
}

// Text as a search reads it, and where each letter of that stands. Spaces are left between words
// alone, a hyphen before a number alone: `X @ What` is `x@what`, and learning-rate two words.
function fold(text) {
  const letters = [];
  const places = [];
  let place = 0;
  for (const sign of text) {
    for (const letter of lettersOf(sign)) {
      letters.push(letter);
      places.push(place);
    }
    place += sign.length;
  }
  let folded = "";
  const at = [];
  let gap = false;
  for (let i = 0; i < letters.length; i++) {
    const letter = letters[i];
    let next = i + 1;
    while (letters[next] === " ") next++;
    if (/\s/.test(letter) || (letter === "-" && !/[\d.]/.test(letters[next]))) {
      gap = true;
    } else if (letter === "*" && letters[i + 1] === "*") {
      i++; // w**2 is w²
    } else {
      if (gap && isWord(letter) && isWord(folded[folded.length - 1])) {
        folded += " ";
        at.push(places[i]);
      }
      gap = false;
      folded += letter;
      for (let unit = 0; unit < letter.length; unit++) at.push(places[i]);
    }
  }
  at.push(text.length);
  return { text, folded, at };
}

// Letters and digits alone: what is found if nothing else is, however it is spaced and bracketed.
function strip({ text, folded, at }) {
  let bare = "";
  const places = [];
  for (let i = 0; i < folded.length; i++) {
    if (isWord(folded[i])) {
      bare += folded[i];
      places.push(at[i]);
    }
  }
  return { text, folded: bare, at: [...places, text.length] };
}

// Formulas may come as TeX, as they are copied: what is said of their look alone, and of their signs.
const LOOK = /\\(?:begin|end)\{\w+\}|\\(?:[dt]?frac|hat|bar|tilde|vec|math\w+|boldsymbol|under\w+|over\w+|operatorname|text|left|right|[bB]igg?[lr]?|q?quad)(?![a-z])/g;
const TEX = {
  sqrt: "√", le: "≤", leq: "≤", ge: "≥", geq: "≥", ne: "≠", neq: "≠", times: "×", cdot: "·", approx: "≈", to: "→", leftarrow: "←", pm: "±", mp: "∓", Longrightarrow: "⟹",
  in: "∈", top: "⊤", varphi: "φ", nabla: "∇", partial: "∂", sum: "∑", infty: "∞", ldots: "…", dots: "…", cdots: "⋯", lvert: "|", rvert: "|", lVert: "‖", rVert: "‖", vdots: "⋮", prime: "′",
};
const plainTex = (tex) => tex.replace(LOOK, "").replace(/\\([a-zA-Z]+)/g, (_, name) => TEX[name] ?? SIGN.get(name) ?? ` ${name} `)
  .replace(/\\[,;:! ]|\\\\|[{}&]/g, "");

// The terms of a query, folded: words, and "phrases".
function termsOf(query) {
  const terms = [];
  let plain = query.includes("\\") ? plainTex(query) : query;
  // A formula is one term.
  if (/^\s*\$[^$]+\$\s*$/.test(query)) plain = plain.replace(/\s+/g, "");
  const words = plain.replace(/[“”„]/g, '"').replace(/(^|\s)"([^"]*)("|$)/g, (_, before, phrase) => {
    terms.push(fold(phrase).folded);
    return " ";
  });
  terms.push(...fold(words).folded.split(" "));
  // A sign before `=` belongs to it.
  const bare = terms.map((term) => term.replace(/^(?:[,:;?'"「『《〈¿]|!(?!=))+|[.,:;!?'"」』》〉]+$/g, ""));
  return [...new Set(bare)].filter(Boolean);
}

// A term as the text may have it: a sign for its name, a name for its sign.
function formsOf(term) {
  const written = term.replace(RUNS, (run) => SIGN.get(run) ?? run);
  const spoken = [...written].map((letter) => NAME.get(letter) ?? letter).join("");
  const alone = NAMES.filter((row) => row.includes(term)).flat();
  return [...new Set([term, written, spoken, ...alone])];
}

// Where a sign of a text ends, its accents included.
const endOf = (text, place) => place + text.slice(place, place + 4).match(/^[^]\p{M}*/u)[0].length;

// Where a text has one of these forms: [begin, end] in the text itself.
// Another name of a sign, if it is short, counts as a word of its own alone: 로 may be a particle, and
// pictures hold no π.
function hitsOf({ text, folded, at }, forms) {
  const hits = [];
  for (const form of forms) {
    const isName = form !== forms[0] && form.length < 5 && SIGN.has(form);
    for (let i = folded.indexOf(form); i >= 0; i = folded.indexOf(form, i + form.length)) {
      if (isName && [folded[i - 1], folded[i + form.length]].some((letter) => letter && isWord(letter))) continue;
      hits.push([at[i], endOf(text, at[i + form.length - 1])]);
    }
  }
  return hits.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
}

// A search by steps: each is tried where the one before finds nothing.
const STEPS = [
  (term, forms) => ({ read: (text) => text, parts: [forms] }),
  (term, forms) => ({ read: strip, parts: [forms.map((form) => [...form].filter(isWord).join(""))] }),
  // The runs of letters and digits of a formula, in any order; of a phrase there is one.
  (term) => ({ read: strip, parts: (/ /.test(term) ? [] : term.match(RUNS) ?? []).filter((run) => isWord(run[0])).map(formsOf) }),
];

// The page: a result of the search leads to `?q=…#section`.

const UNREAD = ".katex-html, annotation, .unseen, .copy, .headerlink, .launch, .steps, script, style, .linefit-output";

// The text of an element, and what each piece of it stands in; a formula is a whole.
function readPage(element) {
  const pieces = [];
  let text = "";
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    const skipped = node.matches(UNREAD) || node.localName.startsWith("linefit-");
    return skipped ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const formula = node.parentElement.closest(".katex");
    pieces.push({ begin: text.length, end: text.length + node.data.length, node, formula });
    text += node.data;
  }
  return { text, pieces };
}

// Mark all places of a text; from the last to the first, for marking splits what stands behind.
function mark(pieces, hits) {
  for (const { begin, end, node, formula } of [...pieces].reverse()) {
    for (const [from, to] of [...hits].reverse()) {
      if (to <= begin || from >= end) continue;
      if (formula) {
        for (const piece of piecesOf(formula)) piece.classList.add("hit");
        continue;
      }
      const range = document.createRange();
      range.setStart(node, Math.max(from - begin, 0));
      range.setEnd(node, Math.min(to - begin, node.data.length));
      const element = document.createElement("mark");
      element.className = "hit";
      range.surroundContents(element);
    }
  }
}

function markFound(query) {
  const main = document.querySelector("main");
  const { text, pieces } = readPage(main);
  const folded = fold(text);
  const hits = [];
  for (const term of termsOf(query)) {
    const [found] = STEPS.slice(0, 2).map((step) => {
      const { read, parts: [forms] } = step(term, formsOf(term));
      return hitsOf(read(folded), forms.filter(Boolean));
    }).filter((each) => each.length);
    hits.push(...(found ?? []));
  }
  // They may overlap, and each letter is marked once.
  const apart = [];
  for (const [from, to] of hits.sort((a, b) => a[0] - b[0])) {
    const last = apart[apart.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else apart.push([from, to]);
  }
  mark(pieces, apart);
  const section = addressed() ?? main;
  const own = [...section.querySelectorAll(".hit")];
  return own.find((hit) => hit.closest("section") === section) ?? own[0];
}

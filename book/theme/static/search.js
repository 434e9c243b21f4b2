// Looks through the sections of the book, which search-index.js has `packed`: a line for each, with page, heading,
// address and text.

const AROUND = 90; // characters of an excerpt before the first hit, and half of those after it
const field = document.querySelector("form.search-page input");
const count = document.querySelector("#search-count");
const list = document.querySelector("#search-results");
const stemmer = new Stemmer();

const lines = new TextDecoder().decode(bunzip(Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0)))).split("\n");
const sections = lines.map((line) => {
  const [page, heading, address, text] = line.split("\t");
  return { page, heading, address, title: fold(heading), body: fold(text) };
});
const bare = sections.map((each) => ({ ...each, title: strip(each.title), body: strip(each.body) }));
const vocabulary = countWords();

// A term as the text may have it, and the stem of a word, if the book has a word of it.
function wordsOf(term) {
  const stem = /^[a-z]+$/.test(term) ? stemmer.stemWord(term) : term;
  const known = vocabulary.some(({ letters }) => letters.startsWith(stem));
  return [...new Set([...formsOf(term), ...(known ? [stem] : [])])];
}

// The sections that have every part of every term, the best first.
function lookFor(terms, step) {
  // A stem may be anything where words are no longer apart.
  const wanted = terms.map((term) => step(term, step === STEPS[0] ? wordsOf(term) : formsOf(term)));
  const parts = wanted.flatMap((each) => each.parts).map((forms) => forms.filter(Boolean));
  if (!parts.length || !parts.every((forms) => forms.length)) return [];
  return (wanted[0].read === strip ? bare : sections)
    .map((section) => ({ section, ...rate(section, parts) })).filter(({ score }) => score)
    .sort((a, b) => b.score - a.score);
}

function rate({ title, body }, parts) {
  let score = 0;
  const hits = [];
  for (const forms of parts) {
    const found = hitsOf(body, forms);
    const inTitle = hitsOf(title, forms).length ? 20 : 0;
    if (!found.length && !inTitle) return { score: 0 };
    // As it was typed it says more than as a part of another word.
    const exact = found.some(([begin, end]) => !/[\p{L}\p{N}]/u.test((body.text[begin - 1] ?? " ") + (body.text[end] ?? " ")));
    score += inTitle + Math.min(found.length, 10) + (exact ? 5 : 0);
    hits.push(...found);
  }
  return { score, hits: hits.sort((a, b) => a[0] - b[0] || b[1] - a[1]) };
}

function search(query) {
  const terms = termsOf(query);
  for (const step of STEPS) {
    const found = lookFor(terms, step);
    if (found.length) return { found, whole: step !== STEPS[2] };
  }
  const meant = terms.map((term) => (lookFor([term], STEPS[0]).length ? term : correct(term)));
  if (!terms.length || meant.includes(undefined)) return { found: [] };
  return { found: lookFor(meant, STEPS[0]), whole: true, meant: meant.join(" ").normalize("NFC") };
}

// Every word of the book by its letters, by its syllables, and how often it stands there.
function countWords() {
  const words = new Map();
  for (const { body } of sections) {
    for (const word of body.folded.match(/[\p{L}\p{N}]+/gu) ?? []) words.set(word, (words.get(word) ?? 0) + 1);
  }
  return [...words].map(([word, often]) => ({ often, letters: word, syllables: word.normalize("NFC") }));
}

// The word of the book that a term becomes by one letter, or one syllable, more, less or other, or
// by two that change places.
function correct(term) {
  if (!/\p{L}/u.test(term)) return undefined; // another number is another thing
  const syllables = term.normalize("NFC");
  let best;
  for (const word of vocabulary) {
    const meant = (term.length > 3 && slips(term, word.letters))
      || (syllables.length > 3 && slips(syllables, word.syllables));
    if (meant && !(best?.often >= word.often)) best = { often: word.often, meant };
  }
  return best?.meant.normalize("NFKD");
}

// The beginning of a word that a term is a slip of: a Korean word goes on with its particle.
function slips(term, word) {
  let same = 0;
  while (same < term.length && term[same] === word[same]) same++;
  if (same === 0 && term[1] !== word[1] && term[0] !== word[1] && term[1] !== word[0]) return undefined;
  const [begin, rest, letter] = [term.slice(0, same), term.slice(same), word[same] ?? ""];
  const swapped = rest.length > 1 ? rest[1] + rest[0] + rest.slice(2) : letter + rest;
  return [swapped, letter + rest.slice(1), letter + rest, rest.slice(1)]
    .map((meant) => begin + meant).find((meant) => (/^[a-z]/.test(word) ? word === meant : word.startsWith(meant)));
}

function excerpt({ text }, hits) {
  const first = hits.length ? hits[0][0] : 0;
  const start = Math.max(0, first - AROUND);
  const end = Math.min(text.length, first + 2 * AROUND);
  const line = document.createElement("p");
  if (start > 0) line.append("… ");
  let at = start;
  for (const [from, to] of hits) {
    if (from < at || to > end) continue;
    const mark = document.createElement("mark");
    mark.textContent = text.slice(from, to);
    line.append(text.slice(at, from), mark);
    at = to;
  }
  line.append(text.slice(at, end), end < text.length ? " …" : "");
  return line;
}

function result({ section: { page, heading, address, body }, hits }, query) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const [file, section] = address.split("#");
  link.href = `${file}?q=${encodeURIComponent(query)}${section ? `#${section}` : ""}`;
  link.textContent = heading === page ? page : `${page} › ${heading}`;
  item.append(link, excerpt(body, hits));
  return item;
}

function show() {
  const query = field.value.trim();
  const { found, whole, meant } = query ? search(query) : { found: [] };
  // The page that is opened marks what stands there.
  const said = ({ section: { body }, hits }) => [...new Set(hits.map(([from, to]) => body.text.slice(from, to)))]
    .slice(0, 8).map((words) => `"${words.replace(/"/g, " ")}"`).join(" ");
  list.replaceChildren(...found.map((each) => result(each, (whole && said(each)) || query)));
  count.textContent = [
    meant && count.dataset.meant.replace("{words}", meant),
    query && (found.length ? `${count.dataset.some}: ${found.length}` : count.dataset.none),
  ].filter(Boolean).join(" ");
}

// The address keeps the query, for Back and for another tab. Safari refuses more than a hundred
// changes in half a minute; then it is kept a little later.
let later;
function keep() {
  clearTimeout(later);
  try {
    history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
  } catch {
    later = setTimeout(keep, 1000);
  }
}

field.addEventListener("input", () => {
  show();
  keep();
});
field.form.addEventListener("submit", (event) => event.preventDefault());
field.focus();
show();
if (field.value !== (new URLSearchParams(location.search).get("q") ?? "")) keep();

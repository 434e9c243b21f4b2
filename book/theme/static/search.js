// Looks through `sections` (search-index.js): [page, heading, address, text] each.

const AROUND = 90; // characters of an excerpt before the first hit, and half of those after it
const field = document.querySelector("form.search-page input");
const count = document.querySelector("#search-count");
const list = document.querySelector("#search-results");
const stemmer = new Stemmer();

// A word is found by its stem or as it was typed, whichever the text has.
function forms(query) {
  return query.normalize("NFC").toLowerCase().split(/\s+/).filter(Boolean)
    .map((word) => [stemmer.stemWord(word), word]);
}

// Where in `text` the first form that occurs begins, and how long it is.
function find(text, words) {
  for (const word of words) {
    const at = text.indexOf(word);
    if (at >= 0) return [at, word.length];
  }
  return null;
}

function score([, heading, , text], query) {
  let sum = 0;
  for (const words of query) {
    const inHeading = find(heading.toLowerCase(), words) ? 20 : 0;
    const inText = Math.max(...words.map((word) => text.toLowerCase().split(word).length - 1));
    if (!inHeading && !inText) return 0;
    sum += inHeading + Math.min(inText, 10);
  }
  return sum;
}

function excerpt(text, query) {
  const lower = text.toLowerCase();
  const hits = query.map((words) => find(lower, words)).filter(Boolean);
  const first = hits.length ? Math.min(...hits.map(([at]) => at)) : 0;
  const start = Math.max(0, first - AROUND);
  const part = text.slice(start, first + 2 * AROUND);
  const line = document.createElement("p");
  if (start > 0) line.append("… ");
  let rest = part;
  while (rest) {
    const next = query.map((words) => find(rest.toLowerCase(), words)).filter(Boolean)
      .sort((a, b) => a[0] - b[0] || b[1] - a[1])[0];
    if (!next) break;
    const [at, length] = next;
    const mark = document.createElement("mark");
    mark.textContent = rest.slice(at, at + length);
    line.append(rest.slice(0, at), mark);
    rest = rest.slice(at + length);
  }
  line.append(rest, start + part.length < text.length ? " …" : "");
  return line;
}

function result([page, heading, address, text], query) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = address;
  link.textContent = heading === page ? page : `${page} › ${heading}`;
  item.append(link, excerpt(text, query));
  return item;
}

function show() {
  const query = forms(field.value);
  const found = query.length
    ? sections.map((section) => [score(section, query), section]).filter(([sum]) => sum)
      .sort((a, b) => b[0] - a[0]).map(([, section]) => section)
    : [];
  list.replaceChildren(...found.map((section) => result(section, query)));
  count.textContent = !query.length ? ""
    : found.length ? `${count.dataset.some}: ${found.length}` : count.dataset.none;
}

field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", () => {
  history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
  show();
});
field.form.addEventListener("submit", (event) => event.preventDefault());
field.focus();
show();

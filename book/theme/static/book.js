// What a page does beyond being read. Everything else works without a script.

// What the address leads to; `:target` is known a little later.
function addressed() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // not an address of ours
  }
}

// The pieces of the formula that an element is in. The first and the last may be tied to what is written
// beside it, in elements of their own.
function piecesOf(element) {
  const piece = element.closest(".katex");
  if (!piece) return [];
  const tie = piece.parentElement;
  const formula = piece.closest(".math")
    ?? (piece.matches(".head") ? tie.nextElementSibling : piece.previousElementSibling ?? tie.previousElementSibling);
  const { previousElementSibling: before, nextElementSibling: after } = formula;
  const head = before?.querySelector(":scope > .head:last-child");
  const tail = after?.matches(".tail") ? after : after?.querySelector(":scope > .tail:first-child");
  return [head, formula, tail].filter(Boolean);
}

const isShown = (element) => element.getClientRects().length > 0;
function isSeen(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
}

// Light and dark.
const root = document.documentElement;
const themeButton = document.querySelector("button.theme");
themeButton.hidden = false;
themeButton.addEventListener("click", () => {
  root.dataset.theme = getComputedStyle(root).colorScheme === "dark" ? "light" : "dark";
  remember("theme", root.dataset.theme);
});

// What is looked for stands in its field, and may be changed, before the search itself has arrived.
const query = document.querySelector("form.search-page input");
if (query) query.value ||= new URLSearchParams(location.search).get("q") ?? "";

// The other language opens where the reader is: sections bear the same addresses there, and an
// instrument reads its setting from the address.
function placeOfReader() {
  const addressing = location.hash.includes("=") ? ".linefit-instrument" : ":target";
  if ([...document.querySelectorAll(addressing)].some(isSeen)) return location.hash;
  const passed = [...document.querySelectorAll("main section[id]")]
    .filter((section) => isShown(section) && section.getBoundingClientRect().top < innerHeight / 2);
  // The first section is the page itself.
  return passed.length > 1 ? passed[passed.length - 1].id : "";
}

for (const link of document.querySelectorAll("a.language")) {
  // However it is opened: by a click, in a new tab, by its address copied.
  for (const event of ["pointerdown", "focus", "click"]) {
    link.addEventListener(event, () => {
      link.search = query?.value ? `?q=${encodeURIComponent(query.value)}` : "";
      link.hash = placeOfReader();
    });
  }
  link.addEventListener("click", () => remember("language", link.hreflang));
}

// Search engines want whole addresses. A book built without knowing its own learns it here.
for (const link of document.querySelectorAll("link[hreflang]")) link.setAttribute("href", link.href);

// What scrolls inside itself can be scrolled with the keyboard.
function reachScrollers() {
  for (const box of document.querySelectorAll("pre, .katex-display, .table-box")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
}
document.fonts.ready.then(reachScrollers);
addEventListener("resize", reachScrollers);
document.addEventListener("toggle", reachScrollers, true);

// Contents and languages: a link that is followed closes them.
const menus = [...document.querySelectorAll("[popovertarget]")]
  .map((button) => ({ button, box: document.getElementById(button.getAttribute("popovertarget")) }));
function closeMenus() {
  for (const { box } of menus) box.hidePopover();
}
document.addEventListener("click", (event) => {
  if (event.target.closest("[popover] a")) closeMenus();
});
// Nor are they open for a reader who comes Back.
addEventListener("pagehide", closeMenus);

// Where the browser has no popovers.
if (root.classList.contains("no-popover")) {
  const isOpen = (box) => box.classList.contains("open");
  for (const { button, box } of menus) {
    const show = (open) => {
      box.classList.toggle("open", open);
      button.setAttribute("aria-expanded", open);
    };
    box.hidePopover = () => show(false);
    box.tabIndex = -1;
    show(false);
    document.addEventListener("click", ({ target }) => {
      if (box.contains(target)) return;
      show(button.contains(target) && !isOpen(box));
      // The next Tab leads into it.
      if (isOpen(box)) box.focus();
    });
    addEventListener("keydown", ({ key }) => {
      if (key !== "Escape" || !isOpen(box)) return;
      show(false);
      button.focus();
    });
  }
}

// Keys. A keyboard that writes Hangul names the key by its place; autofill names none.
const PLACES = { Slash: "/", KeyK: "k", KeyP: "p" };
function keyOf({ key = "", code }) {
  return /^[ -~]$/.test(key) ? key.toLowerCase() : PLACES[code] ?? key;
}
const isTyping = ({ target }) =>
  target.matches?.("input:not([type=range], [type=radio]), textarea, select, [contenteditable]");

// "/" or Ctrl+K searches.
addEventListener("keydown", (event) => {
  const control = event.ctrlKey !== event.metaKey && !event.shiftKey && !event.altKey;
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event);
  const key = keyOf(event);
  if (!(key === "/" && plain) && !(key === "k" && control)) return;
  event.preventDefault();
  const fields = [...document.querySelectorAll('main input[name="q"], header input[name="q"]')].filter(isShown);
  // On its own page the search has a field of its own.
  const field = fields[fields.length - 1];
  if (field) field.select();
  else location.href = document.querySelector("a.search-link").href;
});

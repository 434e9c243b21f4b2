// What a page does beyond being read. Everything else works without a script.

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage may be forbidden; then the choice lasts as long as the page.
  }
}

// Light and dark.
const root = document.documentElement;
const themeButton = document.querySelector("button.theme");
themeButton.hidden = false;
themeButton.addEventListener("click", () => {
  const isDark = getComputedStyle(root).colorScheme === "dark"
    || (!root.dataset.theme && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = isDark ? "light" : "dark";
  remember("theme", root.dataset.theme);
});

// The other language opens where the reader is: sections bear the same addresses there, and an
// instrument reads its setting from the address.
function placeOfReader() {
  const { top, bottom } = document.querySelector(":target")?.getBoundingClientRect() ?? {};
  if (location.hash.includes("=") || (top < innerHeight && bottom > 0)) return location.hash;
  const passed = [...document.querySelectorAll("main section[id]")]
    .filter((section) => section.getBoundingClientRect().top < innerHeight / 2);
  // The first section is the page itself.
  return passed.length > 1 ? passed.at(-1).id : "";
}

for (const link of document.querySelectorAll("a.language")) {
  // However it is opened: by a click, in a new tab, by its address copied.
  for (const event of ["pointerdown", "focus", "click"]) {
    link.addEventListener(event, () => { link.hash = placeOfReader(); });
  }
  link.addEventListener("click", () => remember("language", link.hreflang));
}

// Search engines want whole addresses. A book built without knowing its own learns it here.
for (const link of document.querySelectorAll("link[hreflang]")) link.setAttribute("href", link.href);

// Copy buttons.
for (const block of document.querySelectorAll(".cell_input .highlight, main > section .highlight")) {
  if (block.closest(".cell_output") || block.querySelector(".copy")) continue;
  const button = document.createElement("button");
  button.className = "copy";
  button.textContent = document.body.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(block.querySelector("pre").textContent.trimEnd());
    button.textContent = document.body.dataset.copied;
    setTimeout(() => { button.textContent = document.body.dataset.copy; }, 2000);
  });
  block.append(button);
}

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

// Keys: "/" or Ctrl+K searches.
addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input, textarea, select");
  const isSearch = (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey)
    || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey));
  if (!isSearch) return;
  event.preventDefault();
  const field = [...document.querySelectorAll('input[name="q"]')].find((input) => input.checkVisibility());
  if (field) field.select();
  else location.href = document.querySelector("a.search-link").href;
});

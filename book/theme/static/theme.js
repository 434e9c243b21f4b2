// What a reader has chosen. Where storage is forbidden or full, the name of the window bears it, which
// stays with a tab from page to page.
function remember(key, value) {
  const named = new URLSearchParams(window.name);
  named.delete(key);
  try {
    localStorage.setItem(key, value);
  } catch {
    named.set(key, value);
  }
  window.name = named;
}
function recall(key) {
  const named = new URLSearchParams(window.name).get(key);
  try {
    return named ?? localStorage.getItem(key);
  } catch {
    return named;
  }
}

// Runs before the page is drawn: the reader's own choice of light or dark, else the system's. And
// again when the choice is made in another tab, or the reader comes Back to a page that was kept.
function chooseTheme() {
  const chosen = recall("theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
}
chooseTheme();
// What works by a script alone has its place from the beginning, and none without scripts.
document.documentElement.classList.add("scripts");
addEventListener("storage", chooseTheme);
addEventListener("pageshow", chooseTheme);

// Browsers before 2024 know no popovers: theirs are opened by book.js.
if (!("popover" in HTMLElement.prototype)) document.documentElement.classList.add("no-popover");

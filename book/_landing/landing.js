// Sends a reader to the language chosen last, else to the browser's. `#choose` always shows the choice.
// Storage may be forbidden (private windows, files opened from disk): then the browser's language decides.
function chosenLanguage() {
  try {
    return localStorage.getItem("language");
  } catch {
    return null;
  }
}

function remember(event) {
  const link = event.target.closest("a[hreflang]");
  try {
    if (link) localStorage.setItem("language", link.hreflang);
  } catch {
    // Then the next visit asks again.
  }
}

addEventListener("click", remember);

if (location.hash !== "#choose") {
  const wanted = [chosenLanguage(), ...navigator.languages].filter(Boolean);
  const known = wanted.map((tag) => tag.slice(0, 2)).find((tag) => ["ko", "en"].includes(tag));
  if (known) location.replace(`${known}/index.html`);
}

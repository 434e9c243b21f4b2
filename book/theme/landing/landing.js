// Sends a reader to the language chosen last, else to the browser's. `#choose` always shows the choice.
addEventListener("click", (event) => {
  const link = event.target.closest("a[hreflang]");
  if (link) remember("language", link.hreflang);
});

if (location.hash !== "#choose") {
  const links = [...document.querySelectorAll("link[hreflang]:not([hreflang=x-default])")];
  // The language with its territory or script, then any of the same language: pt-BR, then pt.
  const find = (tag) =>
    links.find((link) => link.hreflang.toLowerCase() === tag.toLowerCase()) ??
    links.find((link) => link.hreflang.split("-")[0] === tag.split("-")[0]);
  const wanted = [recall("language"), ...navigator.languages].filter(Boolean);
  const known = wanted.map(find).find(Boolean);
  if (known) location.replace(known.href);
}

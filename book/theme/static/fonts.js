// Asks for the fonts of formulas before the style sheets do, so that lines do not move when they come.
// A browser does not let a page from disk ask ahead; there they are near anyway.
if (location.protocol !== "file:") {
  for (const href of document.currentScript.dataset.fonts.split(" ")) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href });
    document.head.append(link);
  }
}

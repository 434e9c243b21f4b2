// Asks for the fonts of formulas before the style sheets do, so that lines do not move when they come.
// A browser does not let a page from disk ask ahead; there they are near anyway.
if (location.protocol !== "file:") {
  const { folder, fonts } = document.currentScript.dataset;
  for (const font of fonts.split(" ")) {
    const href = `${folder}/KaTeX_${font}.woff2`;
    const link = document.createElement("link");
    Object.assign(link, { rel: "preload", as: "font", type: "font/woff2", crossOrigin: "", href });
    document.head.append(link);
  }
}

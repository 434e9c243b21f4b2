// Copying: a cell by its button; of a selection code alone, and formulas once, as TeX.

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // There is none over plain http, and some apps' browsers refuse.
  }
  const field = document.createElement("textarea");
  field.className = "unseen";
  field.value = text;
  document.body.append(field);
  field.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    field.remove();
  }
}

for (const block of document.querySelectorAll(".cell_input .highlight, main > section .highlight")) {
  if (block.closest(".cell_output") || block.querySelector(".copy")) continue;
  const words = document.body.dataset;
  const button = document.createElement("button");
  button.className = "copy";
  button.setAttribute("aria-live", "polite");
  button.textContent = words.copy;
  button.addEventListener("click", async () => {
    const code = block.querySelector("pre");
    const done = await copy(code.textContent.trimEnd());
    // What cannot be copied by the page is left selected for the reader.
    if (!done) getSelection().selectAllChildren(code);
    button.textContent = done ? words.copied : words.uncopied;
    setTimeout(() => { button.textContent = words.copy; }, done ? 2000 : 6000);
  });
  block.append(button);
}

const elementOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);

// Whatever piece of a formula the selection begins or ends in, it has the whole.
function wholeFormulas(range) {
  const start = piecesOf(elementOf(range.startContainer));
  const end = piecesOf(elementOf(range.endContainer));
  if (start.length) range.setStartBefore(start[0]);
  if (end.length) range.setEndAfter(end[end.length - 1]);
}

function writeFormulas(fragment) {
  for (const formula of fragment.querySelectorAll(".katex")) {
    const tex = formula.querySelector("annotation")?.textContent.trim();
    const fence = formula.closest(".katex-display") ? "$$" : "$";
    const text = document.createElement("span");
    text.className = "tex";
    text.textContent = tex ? fence + tex + fence : "";
    formula.replaceWith(text);
  }
}

// Where nothing but cells is selected, their code.
function codeOf(fragment) {
  const code = [...fragment.querySelectorAll(".cell_input pre")].map((pre) => pre.textContent.trimEnd());
  const others = fragment.cloneNode(true);
  for (const cell of others.querySelectorAll(".cell")) cell.remove();
  return others.textContent.trim() ? "" : code.join("\n\n");
}

const SILENT = ".copy, .headerlink, .unseen";

// What moves would come to life in the copy, with all its buttons: of an animation a picture is left.
const LIVE = "linefit-player, .linefit-instrument";

document.addEventListener("copy", (event) => {
  const selection = getSelection();
  if (isTyping(event) || selection.isCollapsed || !event.clipboardData) return;
  const range = selection.getRangeAt(0).cloneRange();
  wholeFormulas(range);
  const fragment = range.cloneContents();
  if (!fragment.querySelector(`.katex, .cell_input, ${SILENT}, ${LIVE}`)) return;
  for (const live of fragment.querySelectorAll(LIVE)) live.replaceWith(...live.querySelectorAll("img"));
  for (const silent of fragment.querySelectorAll(SILENT)) silent.remove();
  writeFormulas(fragment);
  const code = codeOf(fragment);
  // As text is laid out, so it is copied: lines and paragraphs.
  const box = document.createElement(code ? "pre" : "div");
  box.className = "copied";
  box.append(code || fragment);
  document.body.append(box);
  event.clipboardData.setData("text/plain", box.innerText);
  event.clipboardData.setData("text/html", code ? box.outerHTML : box.innerHTML);
  box.remove();
  event.preventDefault();
});

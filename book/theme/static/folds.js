// Folded text is opened by whatever leads to it: a link to it or into it, a hit of the search. All of it
// is opened by a button; and what is open is printed.

function reveal(element) {
  let fold = element?.closest("details");
  const wasFolded = fold && !fold.open;
  for (; fold; fold = fold.parentElement.closest("details")) fold.open = true;
  return wasFolded;
}

function revealTarget() {
  const target = addressed();
  if (reveal(target)) target.scrollIntoView();
}
addEventListener("hashchange", revealTarget);
// A link to the address that is there already changes nothing in it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link?.hash && link.href === location.href) revealTarget();
});

const folds = [...document.querySelectorAll("main details")];

// What was open is open again for a reader who comes Back.
for (const place of history.state?.open ?? []) if (folds[place]) folds[place].open = true;
function keepOpen() {
  const open = [...folds.keys()].filter((place) => folds[place].open);
  try {
    history.replaceState({ ...history.state, open }, "");
  } catch {
    // Safari refuses more than a hundred in half a minute; the next fold writes it.
  }
}

const unfold = document.querySelector("button.unfold");
if (unfold && folds.length) {
  const tell = () => {
    const all = folds.every((fold) => fold.open);
    unfold.setAttribute("aria-expanded", all);
    unfold.textContent = all ? unfold.dataset.close : unfold.dataset.open;
  };
  unfold.addEventListener("click", () => {
    const open = folds.some((fold) => !fold.open);
    for (const fold of folds) fold.open = open;
  });
  for (const fold of folds) {
    fold.addEventListener("toggle", () => {
      tell();
      keepOpen();
    });
  }
  tell();
}

const print = document.querySelector("button.print");
if (print) {
  // Some apps' browsers have no print.
  print.hidden = !window.print;
  print.addEventListener("click", async () => {
    // What is made for paper alone is made now, and pictures that come late would be missing.
    dispatchEvent(new Event("beforeprint"));
    for (const image of document.images) image.loading = "eager";
    const pictures = Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
    await Promise.race([pictures, new Promise((enough) => setTimeout(enough, 5000))]);
    window.print();
  });
}

// Open the page on its target, or on what was searched for. Who comes Back, or loads it again, is
// where they were, and what they have closed stays closed.
const returns = ["back_forward", "reload"].includes(performance.getEntriesByType("navigation")[0]?.type);
if (!returns || !history.state?.open) revealTarget();
const asked = new URLSearchParams(location.search).get("q");
if (asked && !document.querySelector("form.search-page")) {
  // What finds is fetched only by those who have searched.
  const script = document.createElement("script");
  script.src = document.currentScript.dataset.find;
  script.addEventListener("load", () => {
    const hit = markFound(asked);
    if (!hit || returns) return;
    reveal(hit);
    const show = () => hit.scrollIntoView({ block: "center" });
    show();
    // The browser goes to the section when all is loaded; the hit is further down.
    if (document.readyState !== "complete") addEventListener("load", () => setTimeout(show), { once: true });
  });
  document.head.append(script);
}

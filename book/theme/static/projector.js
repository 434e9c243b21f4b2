// The chapter on a projector: large type, one section at a time, by a button or the key P. Arrows turn
// the pages; Escape ends it. Instruments and animations have full screen of their own.

const slides = [...document.querySelectorAll("main > section, main > section > section")];
const projecting = document.querySelector(".projecting");
const start = document.querySelector("button.project");
let slide = -1;

const isProjecting = () => slide >= 0;

function showSlide(place) {
  slide = Math.min(Math.max(place, 0), slides.length - 1);
  for (const section of slides) section.classList.toggle("slide", section === slides[slide]);
  projecting.querySelector("output").value = `${slide + 1} / ${slides.length}`;
  projecting.querySelector(".back").disabled = slide === 0;
  projecting.querySelector(".on").disabled = slide === slides.length - 1;
  scrollTo(0, 0);
  reachScrollers();
  try {
    history.replaceState({ ...history.state, slide }, "");
  } catch {
    // Safari refuses more than a hundred in half a minute; the next slide writes it.
  }
}

function showTarget(target) {
  showSlide(slides.reduce((found, section, each) => (section.contains(target) ? each : found), slide));
  target.scrollIntoView();
}

// The section that is being read.
function place() {
  const passed = slides.filter((section) => section.getBoundingClientRect().top < innerHeight / 2);
  return Math.max(passed.length - 1, 0);
}

async function project() {
  const here = place();
  root.classList.add("projector");
  projecting.hidden = false;
  showSlide(here);
  projecting.querySelector(".on").focus({ preventScroll: true });
  try {
    await root.requestFullscreen();
  } catch {
    // Then it fills the window.
  }
  // Who is quick has ended it meanwhile.
  if (!isProjecting()) leaveFullScreen();
}

// An instrument within the chapter may fill the screen, and the chapter below it.
async function leaveFullScreen() {
  try {
    if (document.fullscreenElement) await document.exitFullscreen().then(leaveFullScreen);
  } catch {
    // It has been left already.
  }
}

function stopProjecting() {
  const section = slides[slide];
  slide = -1;
  root.classList.remove("projector");
  projecting.hidden = true;
  section.scrollIntoView();
  start.focus({ preventScroll: true });
  leaveFullScreen();
}

if (start && slides.length) {
  start.addEventListener("click", project);
  projecting.querySelector(".back").addEventListener("click", () => showSlide(slide - 1));
  projecting.querySelector(".on").addEventListener("click", () => showSlide(slide + 1));
  projecting.querySelector(".end").addEventListener("click", stopProjecting);
  // A link within the chapter leads to its section, and Back to what was shown before.
  addEventListener("hashchange", () => {
    const target = addressed();
    if (!isProjecting()) return;
    if (history.state?.slide >= 0) showSlide(history.state.slide);
    else if (target) showTarget(target);
  });
  // The browser leaves full screen at Escape, and tells no key.
  document.addEventListener("fullscreenchange", () => {
    if (isProjecting() && !document.fullscreenElement) stopProjecting();
  });
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || isTyping(event)) return;
    const key = keyOf(event);
    if (key === "p" && !event.repeat) isProjecting() ? stopProjecting() : project();
    if (!isProjecting()) return;
    if (key === "Escape" && !document.fullscreenElement) stopProjecting();
    // Within what moves by arrows or scrolls they keep their meaning.
    if (event.target.closest?.(".linefit-instrument, linefit-player, [tabindex='0']")) return;
    if (key === "ArrowRight") showSlide(slide + 1);
    if (key === "ArrowLeft") showSlide(slide - 1);
  });
}

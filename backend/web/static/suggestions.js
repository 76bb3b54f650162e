// Neither HTML, nor htmx where nothing is evaluated, tells one key from another. Without this the
// suggestions are reached by Tab, and close when one leaves them.
"use strict";

const STEPS = { ArrowDown: 1, ArrowUp: -1 };

document.addEventListener("keydown", (event) => {
  const place = event.target.closest(".seeking");
  const drop = place?.querySelector(".drop");
  const links = drop?.querySelectorAll("a") ?? [];
  if (!links.length || event.isComposing) return;
  const stops = [place.querySelector("input"), ...links];
  if (event.key in STEPS) {
    const next = stops.indexOf(event.target) + STEPS[event.key];
    drop.hidden = false;
    stops.at(next % stops.length).focus();
  } else if (event.key === "Escape" && !drop.hidden) {
    stops[0].focus();
    drop.hidden = true;
  } else return;
  event.preventDefault();
});

// What comes late, for words that were closed or sent, is not shown before others are typed.
function whether(closed, place) {
  const drop = place?.querySelector(".drop");
  if (drop) drop.hidden = closed;
}

document.addEventListener("input", (event) => whether(false, event.target.closest(".seeking")));
document.addEventListener("submit", (event) => whether(true, event.target));

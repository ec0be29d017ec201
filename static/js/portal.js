/* Small helps on every page; all of it works without. Loaded in <head> so that no-js goes before the first paint. */
(() => {
  "use strict";
  document.documentElement.classList.remove("no-js");
  const narrow = window.matchMedia("(max-width: 1199.98px)");

  /* Guidance is open beside its field on wide screens and folded under it on narrow ones. */
  function foldGuidance() {
    for (const fold of document.querySelectorAll("details[data-fold]")) fold.open = !narrow.matches;
  }

  /* A table wider than its container says so in words, besides its shadow. */
  function hintAtWideTables() {
    for (const box of document.querySelectorAll("[data-scroll]")) {
      const hint = box.nextElementSibling;
      if (!hint || !hint.classList.contains("scroll-hint")) continue;
      const wide = box.scrollWidth > box.clientWidth + 1;
      hint.hidden = !wide;
      hint.classList.toggle("is-shown", wide);
    }
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (menu !== except) menu.open = false;
    }
  }

  function closeOnEscape(event) {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details[data-menu][open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  }

  document.addEventListener("DOMContentLoaded", () => {
    foldGuidance();
    hintAtWideTables();
    const summary = document.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  });
  narrow.addEventListener("change", foldGuidance);
  window.addEventListener("resize", hintAtWideTables);
  /* Nothing is folded away on paper; afterwards all is as it was. */
  let unfolded = [];
  window.addEventListener("beforeprint", () => {
    unfolded = [...document.querySelectorAll(".chart details:not([open]), details[data-print]:not([open])")];
    for (const fold of unfolded) fold.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const fold of unfolded) fold.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details[data-menu]")));
  document.addEventListener("keydown", closeOnEscape);
  document.addEventListener("htmx:afterSwap", hintAtWideTables);
})();

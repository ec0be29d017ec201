/*
 * Says beside a field ({% field %}) what could not be read in it, after each autosave, and takes it away once it can.
 * The looks come from components/field_errors.html. Without script the page says the same after Save.
 */
(() => {
  "use strict";

  const SAID = ":scope > .field-body > .field-error";

  function note(id, words) {
    const made = document.querySelector("[data-field-error]").content.firstElementChild.cloneNode(true);
    made.id = id;
    made.querySelector("[data-words]").textContent = words;
    return made;
  }

  function tie(control, id, isWrong) {
    const ids = new Set((control.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
    if (isWrong) ids.add(id);
    else ids.delete(id);
    control.classList.toggle("is-invalid", isWrong);
    if (ids.size) control.setAttribute("aria-describedby", [...ids].join(" "));
    else control.removeAttribute("aria-describedby");
    if (isWrong) control.setAttribute("aria-invalid", "true");
    else control.removeAttribute("aria-invalid");
  }

  function renew(box, words) {
    const id = box.id.replace(/-field$/, "-error");
    const old = box.querySelector(SAID);
    if (!words && !old) return;
    if (words && old && old.textContent.includes(words)) return;
    old?.remove();
    box.classList.toggle("has-error", Boolean(words));
    const control = box.querySelector(".form-control, .form-select");
    if (control) tie(control, id, Boolean(words));
    if (!words) return;
    const body = box.querySelector(".field-body");
    const entered = body.querySelector(".choices, .form-control, .form-select");
    const place = [...body.children].find((child) => child.contains(entered));
    body.insertBefore(note(id, words), place || null);
    if (box.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest", behavior: "instant" });
  }

  document.addEventListener("portal:saved", (event) => {
    const { errors } = event.detail;
    if (!errors) return;
    for (const box of event.target.querySelectorAll(".field[id$='-field']")) {
      renew(box, (errors[box.id.replace(/-field$/, "")] || [])[0]);
    }
    const summary = document.querySelector(".error-summary");
    const listed = summary ? summary.querySelectorAll("li a") : [];
    const stays = [...listed].every((link) => errors[link.hash.slice(1)]);
    if (summary && !stays) summary.remove(); // what is left stands beside its field
  });
})();

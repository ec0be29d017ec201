/* Shows the fields that the chosen kind of quantity uses. Without script the server does so after saving. */
(() => {
  "use strict";

  function show(row) {
    const kind = row.querySelector("[data-kind] select").value;
    for (const box of row.querySelectorAll("[data-kinds]")) {
      const field = box.querySelector("input, select");
      const used = kind !== "" && box.dataset.kinds.split(" ").includes(kind);
      const unit = /unit$/.test(field.name);
      box.hidden = !used && (unit || field.value === "");
    }
  }

  document.addEventListener("change", (event) => {
    const row = event.target.closest("[data-quantity]");
    if (row && event.target.closest("[data-kind]")) show(row);
  });
})();

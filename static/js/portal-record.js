/*
 * Renews what follows from the numbers of a section after each autosave: derived cells ([data-value]),
 * sentences about what does not add up ([data-sentences]), charts ([data-charts]) and the words under
 * fields that could not be read, and what each sign of a degradation matrix says. Without script the
 * page shows all of it after Save.
 */
(() => {
  "use strict";

  function sentenceRow(words, width) {
    const row = document.createElement("tr");
    row.className = "total is-off";
    const cell = row.insertCell();
    cell.colSpan = width;
    const said = document.createElement("span");
    said.className = "said";
    said.textContent = words;
    cell.append(said);
    return row;
  }

  function renewSentences(all) {
    for (const body of document.querySelectorAll("[data-sentences]")) {
      const table = body.closest("table");
      const width = table.tHead.rows[0].cells.length;
      const { words, off } = all[body.dataset.sentences] || { words: [], off: false };
      body.replaceChildren(...words.map((sentence) => sentenceRow(sentence, width)));
      for (const row of table.tBodies[0].querySelectorAll(".total")) row.classList.toggle("is-off", off);
    }
  }

  function renewErrors(form, errors) {
    for (const field of form.querySelectorAll("input[type=text], textarea")) {
      const words = (errors[field.name] || [])[0];
      const old = document.getElementById(`${field.name}-error`);
      field.classList.toggle("is-invalid", Boolean(words));
      if (!words) {
        if (old) old.remove();
        field.removeAttribute("aria-invalid");
        field.removeAttribute("aria-describedby");
        continue;
      }
      const note = old || document.createElement("span");
      note.className = "field-error cell-error";
      note.id = `${field.name}-error`;
      note.textContent = words;
      if (!old) field.after(note);
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", note.id);
    }
  }

  const TONES = { "-": "degraded", 0: "stable", "+": "improved" };

  function renewSigns(signs) {
    for (const [path, words] of Object.entries(signs)) {
      const field = document.getElementById(path);
      const note = document.getElementById(`${path}-words`);
      if (note) note.textContent = words;
      if (field) {
        field.classList.remove(...Object.values(TONES).map((tone) => `sign-${tone}`));
        field.classList.add(`sign-${TONES[field.value]}`);
      }
    }
  }

  function renew(event) {
    const { values, sentences, charts, errors, signs } = event.detail;
    if (!values) return;
    for (const cell of document.querySelectorAll("[data-value]")) {
      const text = values[cell.dataset.value];
      if (text !== undefined && cell.textContent !== text) cell.textContent = text;
    }
    renewSentences(sentences);
    renewErrors(event.target, errors);
    renewSigns(signs || {});
    for (const place of document.querySelectorAll("[data-charts]")) {
      place.innerHTML = charts[place.dataset.charts] || ""; // our own server's markup, escaped there
    }
    document.querySelector("[data-record-top]")?.classList.toggle("is-bare", !charts.first.trim());
  }

  document.addEventListener("portal:saved", renew);
})();

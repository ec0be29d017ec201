/*
 * Keeps what is typed into a form in this browser until it has arrived:  <form data-draft="ask:7:land_cover">
 *
 * For forms that are sent once, such as a question: nothing is saved on the server before. A draft is put back when
 * the form is opened again, and thrown away by the page after sending, which holds <span data-draft-sent="ask:7">.
 * Texts come from components/draft.html. Without script the form posts as any other.
 */
(() => {
  "use strict";

  const PREFIX = "typed:";
  const KEPT_DAYS = 30;

  function element(tag, text, className) {
    const made = document.createElement(tag);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function typed(form) {
    return [...form.elements].filter((field) => field.matches("textarea, input[type=text]"));
  }

  function keep(form, key) {
    const values = Object.fromEntries(typed(form).map((field) => [field.name, field.value]));
    try {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), values }));
    } catch {
      /* the browser keeps nothing for us: the form still sends as before */
    }
  }

  function read(key) {
    try {
      const draft = JSON.parse(localStorage.getItem(key));
      return draft && Date.now() - draft.at < KEPT_DAYS * 86400000 ? draft : null;
    } catch {
      return null;
    }
  }

  function putBack(form, key) {
    const draft = read(key);
    const fields = typed(form).filter((field) => draft && !field.value && draft.values[field.name]);
    if (!fields.length) return;
    for (const field of fields) field.value = draft.values[field.name];
    form.prepend(notice(draft, () => {
      for (const field of fields) field.value = "";
      localStorage.removeItem(key);
    }));
  }

  function notice(draft, throwAway) {
    const texts = document.querySelector("[data-draft-texts]").dataset;
    const time = new Date(draft.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    const box = element("div", "", "notice notice-info");
    const inner = element("div", "");
    box.setAttribute("role", "status");
    const button = element("button", texts.throwAway, "btn btn-secondary btn-sm");
    button.type = "button";
    button.addEventListener("click", () => {
      throwAway();
      box.remove();
    });
    inner.append(element("p", texts.putBack.replace("{time}", time)), button);
    box.append(inner);
    return box;
  }

  function forget(start) {
    const found = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX + start));
    for (const key of found) localStorage.removeItem(key);
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const sent of document.querySelectorAll("[data-draft-sent]")) forget(sent.dataset.draftSent);
    for (const form of document.querySelectorAll("form[data-draft]")) {
      const key = PREFIX + form.dataset.draft;
      putBack(form, key);
      form.addEventListener("input", () => keep(form, key));
    }
  });
})();

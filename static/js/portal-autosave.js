/*
 * Saves a form while it is being filled in:  <form data-autosave="/address" data-autosave-key="user:section">
 *
 * Asks:    POST of the whole form, with Accept: application/json and the header X-Autosave: 1
 * Answers: 200 {"saved": "Saved 12:04", "version": 7, "errors": {field: [..]}}   saved (nothing blocks saving)
 *          409 {"version": 8, "conflicts": {field: {"theirs": "..", "theirs_text": "..", "by": ".."}}}
 * Anything else, or no answer: the draft stays in the browser and is sent again later.
 * The form holds <input type="hidden" name="version"> and an element [data-save-state] (components/section_foot.html).
 * Texts come from components/autosave.html. Without script the form posts as any other.
 */
(() => {
  "use strict";

  const WAIT = 1200;
  const RETRY = 15000;
  const SKIP = new Set(["csrfmiddlewaretoken", "version"]);

  function element(tag, text, className) {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  class Autosave {
    constructor(form) {
      this.form = form;
      this.url = form.dataset.autosave;
      this.key = `draft:${form.dataset.autosaveKey || this.url}`;
      this.texts = { ...document.querySelector("[data-autosave-texts]").dataset };
      this.state = form.querySelector("[data-save-state]");
      this.sending = false;
      this.changes = 0;
      this.held = false; // a conflict waits for an answer
      form.addEventListener("input", () => this.changed());
      form.addEventListener("change", () => this.changed());
      form.addEventListener("submit", () => this.submitted());
      window.addEventListener("online", () => this.send());
      this.offerDraft();
      form.autosave = this;
    }

    get dirty() { return localStorage.getItem(this.key) !== null; }

    get version() {
      const field = this.form.elements.namedItem("version");
      return field ? field.value : "";
    }

    values() {
      const values = {};
      for (const [name, value] of new FormData(this.form)) {
        if (!SKIP.has(name) && typeof value === "string") (values[name] ||= []).push(value);
      }
      return values;
    }

    say(words, state) {
      if (!this.state) return;
      this.state.textContent = words;
      this.state.dataset.state = state;
    }

    /* ---- Keeping and sending ---- */

    changed() {
      this.changes += 1;
      this.keep();
      this.say(this.texts.unsaved, "waiting");
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.send(), WAIT);
    }

    keep(submitted = false) {
      const draft = { at: Date.now(), version: this.version, submitted, values: this.values() };
      try {
        localStorage.setItem(this.key, JSON.stringify(draft));
      } catch {
        /* the browser keeps nothing for us: the page still sends as before */
      }
    }

    submitted() {
      this.leaving = true;
      if (this.dirty) this.keep(true);
      clearTimeout(this.timer);
    }

    async send() {
      if (this.sending || this.held || this.leaving || !this.dirty) return;
      clearTimeout(this.timer);
      this.sending = true;
      const sent = this.changes;
      this.say(this.texts.saving, "saving");
      try {
        const answer = await fetch(this.url, {
          method: "POST",
          body: new FormData(this.form),
          headers: { Accept: "application/json", "X-Autosave": "1" },
          redirect: "error",
        });
        if (answer.ok) this.saved(await answer.json(), sent);
        else if (answer.status === 409) this.conflict(await answer.json());
        else throw new Error(String(answer.status));
      } catch {
        this.failed();
      } finally {
        this.sending = false;
      }
      if (this.changes !== sent && !this.held) this.timer = setTimeout(() => this.send(), WAIT);
    }

    saved(answer, sent) {
      this.setVersion(answer.version);
      if (this.changes === sent) {
        localStorage.removeItem(this.key);
        this.say(answer.saved, "saved");
      }
      this.form.dispatchEvent(new CustomEvent("portal:saved", { bubbles: true, detail: answer }));
    }

    failed() {
      this.say(navigator.onLine ? this.texts.failed : this.texts.offline, "failed");
      this.timer = setTimeout(() => this.send(), RETRY);
    }

    setVersion(version) {
      const field = this.form.elements.namedItem("version");
      if (field && version !== undefined) field.value = version;
    }

    /* ---- Two people, one field ---- */

    conflict(answer) {
      this.held = true;
      this.say(this.texts.conflict, "conflict");
      this.open = Object.entries(answer.conflicts).map(([name, other]) => this.showBoth(name, other, answer));
      if (this.open.length) this.open[0].querySelector("button").focus();
      else this.resume(answer);
    }

    showBoth(name, other, answer) {
      const found = this.form.elements.namedItem(name);
      const field = found instanceof RadioNodeList ? found[0] : found;
      const box = element("div", "", "conflict");
      box.setAttribute("role", "group");
      box.append(element("strong", this.texts.conflictTitle.replace("{name}", other.by || "")));
      const values = element("div", "", "conflict-values");
      values.append(this.choice(this.texts.mine, this.valueText(name), () => this.settle(box, answer)));
      values.append(this.choice(this.texts.theirs, other.theirs_text ?? other.theirs, () => {
        this.setValue(name, other.theirs);
        this.settle(box, answer);
      }));
      box.append(values);
      (field ? field.closest("td, .field") || field.parentElement : this.form).append(box);
      return box;
    }

    choice(label, value, take) {
      const made = element("div");
      made.append(element("div", label, "quiet"), element("div", String(value ?? "")));
      const button = element("button", this.texts.take, "btn btn-secondary btn-sm");
      button.type = "button";
      button.setAttribute("aria-label", `${this.texts.take}: ${label}`);
      button.addEventListener("click", take);
      made.append(button);
      return made;
    }

    settle(box, answer) {
      box.remove();
      this.open = this.open.filter((other) => other !== box);
      if (!this.open.length) this.resume(answer);
    }

    resume(answer) {
      this.held = false;
      this.setVersion(answer.version);
      this.changed();
    }

    valueText(name) { return (this.values()[name] || [""]).join(", "); }

    setValue(name, value) {
      const wanted = [value ?? ""].flat().map(String);
      for (const field of this.form.elements) {
        if (field.name !== name) continue;
        if (field.type === "checkbox" || field.type === "radio") field.checked = wanted.includes(field.value);
        else if (field.type === "select-multiple") for (const option of field.options) option.selected = wanted.includes(option.value);
        else if (field.type !== "file") field.value = wanted.shift() ?? "";
      }
    }

    /* ---- A draft from before ---- */

    offerDraft() {
      let draft = null;
      try {
        draft = JSON.parse(localStorage.getItem(this.key));
      } catch {
        localStorage.removeItem(this.key);
      }
      if (!draft) return;
      /* A draft that was sent by the button has arrived once the version has moved on. */
      const arrived = draft.submitted && draft.version !== this.version;
      if (arrived || JSON.stringify(draft.values) === JSON.stringify(this.values())) {
        localStorage.removeItem(this.key);
        return;
      }
      this.form.prepend(this.draftNotice(draft));
      this.held = true;
    }

    draftNotice(draft) {
      const box = element("div", "", "notice notice-warning");
      const inner = element("div");
      box.setAttribute("role", "status");
      const time = new Date(draft.at).toLocaleString(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
      inner.append(element("p", this.texts.draft.replace("{time}", time)));
      const put = this.draftButton(box, this.texts.putBack, "btn btn-primary btn-sm", () => {
        for (const [name, values] of Object.entries(draft.values)) this.setValue(name, values);
        this.clearUnticked(draft.values);
        this.changed();
        this.send();
      });
      const drop = this.draftButton(box, this.texts.throwAway, "btn btn-secondary btn-sm ms-2", () => localStorage.removeItem(this.key));
      inner.append(put, drop);
      box.append(inner);
      return box;
    }

    draftButton(box, words, look, act) {
      const button = element("button", words, look);
      button.type = "button";
      button.addEventListener("click", () => {
        this.held = false;
        box.remove();
        act();
      });
      return button;
    }

    clearUnticked(values) {
      for (const field of this.form.elements) {
        if (["checkbox", "radio"].includes(field.type) && !(field.name in values)) field.checked = false;
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);
  });
})();

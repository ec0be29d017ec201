/*
 * Says who else is in a section: <span data-here="/address" data-here-seconds="15" aria-live="polite">.
 * Asks while the page is looked at, which also tells the others that we are here; an autosave that
 * answers with `here` counts as well. Whoever closes or leaves the page is gone within a minute.
 */
(() => {
  "use strict";

  class Here {
    constructor(place) {
      this.place = place;
      this.wait = Number(place.dataset.hereSeconds) * 1000;
      document.addEventListener("portal:saved", (event) => this.say(event.detail.here));
      document.addEventListener("visibilitychange", () => { if (!document.hidden) this.ask(); });
      this.later();
    }

    later() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), this.wait);
    }

    say(words) {
      if (words === undefined) return;
      if (this.place.textContent !== words) this.place.textContent = words;
      this.later();
    }

    async ask() {
      this.later();
      if (document.hidden) return;
      try {
        const answer = await fetch(this.place.dataset.here, { headers: { Accept: "application/json" }, redirect: "error" });
        if (answer.ok) this.say((await answer.json()).here);
      } catch {
        /* no connection: the autosave says so; we ask again */
      }
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const place of document.querySelectorAll("[data-here]")) new Here(place);
  });
})();

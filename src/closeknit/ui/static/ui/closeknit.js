// Nicer with script, whole without it. Words are sent to this server and never stored by the browser.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  const each = (scope, selector, act) => {
    if (scope.matches?.(selector)) act(scope);
    scope.querySelectorAll(selector).forEach(act);
  };

  // Drafts: kept on the server shortly after the last key, tried again when the network is back.
  const drafts = new Map();
  const QUIET_MS = 900;
  const LONGEST_WAIT_MS = 30000;

  class Draft {
    constructor(form) {
      this.form = form;
      this.sign = form.querySelector("[data-draft-state]");
      this.changes = 0;
      this.kept = 0;
      this.tries = 0;
      this.busy = false;
      form.addEventListener("input", () => this.changed());
      form.addEventListener("submit", () => this.leave());
    }

    get waits() {
      return this.changes > this.kept;
    }

    changed() {
      this.changes += 1;
      this.later(QUIET_MS);
    }

    later(wait) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), wait);
    }

    leave() {
      clearTimeout(this.timer);
      this.stop?.abort();
      this.kept = this.changes;
    }

    say(state) {
      if (!this.sign) return;
      this.sign.dataset.state = state;
      this.sign.textContent = this.sign.dataset[state] ?? "";
    }

    async keep(last = false) {
      clearTimeout(this.timer);
      if (!this.waits || (this.busy && !last)) return;
      const change = this.changes;
      this.busy = true;
      this.say("saving");
      const state = await this.send(last);
      this.busy = false;
      if (state === "kept") {
        this.kept = Math.max(this.kept, change);
        this.tries = 0;
        if (this.waits) this.later(QUIET_MS);
      } else {
        this.tries += 1;
        this.later(Math.min(LONGEST_WAIT_MS, 1000 * 2 ** this.tries));
      }
      this.say(state);
    }

    async send(last) {
      this.stop = new AbortController();
      try {
        const answer = await fetch(this.form.dataset.draft, {
          method: "POST",
          body: new URLSearchParams(new FormData(this.form)),
          headers: { "X-Draft": "1" },
          credentials: "same-origin",
          redirect: "manual",
          keepalive: last,
          signal: this.stop.signal,
        });
        if (answer.ok) return "kept";
        return answer.type === "opaqueredirect" || [401, 403, 423].includes(answer.status) ? "locked" : "failed";
      } catch {
        return "failed";
      }
    }
  }

  const keepAll = (last) => {
    for (const [form, draft] of drafts) form.isConnected ? draft.keep(last) : drafts.delete(form);
  };
  addEventListener("online", () => keepAll(false));
  addEventListener("pagehide", () => keepAll(true));
  document.addEventListener("visibilitychange", () => document.hidden && keepAll(true));
  addEventListener("beforeunload", (event) => {
    if ([...drafts.values()].some((draft) => draft.waits && draft.tries && draft.form.isConnected)) event.preventDefault();
  });

  // A place to write grows with the words.
  const grow = (area) => {
    if (CSS.supports("field-sizing", "content")) return;
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight + 2}px`;
  };

  // The lens lights when it comes into view.
  const lights =
    "IntersectionObserver" in window &&
    new IntersectionObserver(
      (seen) =>
        seen
          .filter((one) => one.isIntersecting)
          .forEach(({ target }) => {
            lights.unobserve(target);
            setTimeout(() => delete target.dataset.waitsToLight, 250);
          }),
      { threshold: 0.6 },
    );

  // A first guess at the time zone; what somebody chose already stays. A browser that hides where it
  // is says "UTC", which is no place: then nothing is chosen, and the browser asks before it sends.
  const guessZone = (select) => {
    if (select.form.querySelector(".field-error, [role=alert]")) return;
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const isOffered = [...select.options].some((option) => option.value === here);
    select.required = true;
    if (isOffered) select.value = here;
    else select.selectedIndex = -1;
  };

  // An instant stands in the couple's zone; somebody elsewhere reads what their own clock says.
  const tellHere = (time) => {
    const at = new Date(time.dateTime);
    if (Number(time.dataset.offset) === -at.getTimezoneOffset()) return;
    const day = { weekday: "long", day: "numeric", month: "long" };
    time.textContent = at.toLocaleString(root.lang, { ...day, hour: "numeric", minute: "2-digit" });
  };

  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const countDown = (value) => {
    const end = Date.now() + 1000 * Number(value.dataset.secondsLeft);
    const line = value.parentElement.querySelector("progress");
    const timer = setInterval(() => {
      const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      if (value.isConnected) {
        value.textContent = clock(left);
        if (line) line.value = left;
      }
      if (left && value.isConnected) return;
      clearInterval(timer);
      if (value.isConnected) value.dispatchEvent(new CustomEvent("time:up", { bubbles: true }));
    }, 250);
  };

  const wake = (scope) => {
    each(scope, "form[data-draft]", (form) => drafts.has(form) || drafts.set(form, new Draft(form)));
    each(scope, "textarea[data-grow]", grow);
    each(scope, "select[data-zone]", guessZone);
    each(scope, "[data-show], [data-copy]", (button) => (button.hidden = false));
    each(scope, "time[data-offset]", tellHere);
    each(scope, "[data-seconds-left]", countDown);
    if (lights && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
      each(scope, "[data-reveal]", (mark) => {
        mark.dataset.waitsToLight = "";
        lights.observe(mark);
      });
    }
  };

  const copy = async (button) => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
    } catch {
      source.select?.();
      document.execCommand("copy");
    }
    const name = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = name), 2000);
  };

  const show = (button) => {
    const input = document.getElementById(button.dataset.show);
    const hidden = input.type === "password";
    input.type = hidden ? "text" : "password";
    button.dataset.showLabel ??= button.textContent;
    button.textContent = hidden ? button.dataset.hideLabel : button.dataset.showLabel;
  };

  const leaveUrl = document.querySelector("[data-leave]")?.href;
  const leave = () => {
    for (const draft of drafts.values()) draft.leave();
    document.title = "";
    document.body.replaceChildren();
    location.replace(leaveUrl);
  };

  const clicks = {
    "[data-leave]": leave,
    "[data-copy]": copy,
    "[data-show]": show,
    "[data-opens]": (link) => document.getElementById(link.dataset.opens).showModal(),
    "[data-closes]": (button) => button.closest("dialog").close(),
  };
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    for (const [selector, act] of Object.entries(clicks)) {
      const found = event.target.closest(selector);
      if (!found) continue;
      event.preventDefault();
      act(found);
      return;
    }
  });

  // Escape three times within a second and a half leaves as well.
  let escapes = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    escapes = [...escapes.filter((at) => event.timeStamp - at < 1500), event.timeStamp];
    if (escapes.length >= 3 && leaveUrl) leave();
  });

  document.addEventListener("input", (event) => event.target.matches("textarea[data-grow]") && grow(event.target));

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-theme-choice]");
    if (!form) return;
    const theme = event.target.value;
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
  });

  for (const name of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(name, (event) => drafts.get(event.target.closest("form"))?.changed());
  }
  // A refusal says itself where it belongs: its sentence in place, or a page instead of this one.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.xhr.status >= 400 && detail.xhr.getResponseHeader("HX-Retarget")) detail.shouldSwap = true;
  });
  // A look for news must not take away a page on which somebody writes; sending the form asks then.
  const isWritten = (field) => !["hidden", "password"].includes(field.type) && field.value !== field.defaultValue;
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, requestConfig } = event.detail;
    const leads = xhr.getResponseHeader("HX-Redirect") || xhr.getResponseHeader("HX-Retarget") === "body";
    const fields = document.querySelectorAll("#main textarea, #main input[type=text]");
    if (leads && requestConfig.verb === "get" && [...fields].some(isWritten)) event.preventDefault();
  });
  document.addEventListener("htmx:load", (event) => event.target !== document.body && wake(event.target));
  wake(document);
})();

// Wakes the worker, and says what became of words written without a network. No words are kept here.
"use strict";
(() => {
  const workers = navigator.serviceWorker;
  if (!workers) return;
  workers.register("/service-worker.js").catch(() => {});

  const ask = async (what) => {
    const { active } = await workers.ready;
    return new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => done(data);
      active.postMessage(what, [port2]);
    });
  };

  const say = (words, href, name, kind = "info") => {
    document.querySelector("[data-offline-says]")?.remove();
    const line = document.createElement("div");
    line.dataset.offlineSays = "";
    line.className = "notice";
    line.dataset.kind = kind;
    const said = line.appendChild(document.createElement("p"));
    said.textContent = `${words} `;
    if (href) Object.assign(said.appendChild(document.createElement("a")), { href, textContent: name });
    document.getElementById("messages").append(line);
  };

  const shell = document.querySelector("[data-shell]");
  const LEADS = { signed_out: ["/sign-in/", "sign_in"], held: ["/offline/kept/", "read"] };
  const FROM_SHELL = { locked: ["/", "unlock"], sent: ["/", "today"] };
  const tell = ({ notes = [], holds, words }) => {
    const told = ["signed_out", "held", "locked", "sent"].find((note) => notes.includes(note));
    const note = told ?? (holds && "held");
    if (note) {
      const [href, name] = LEADS[note] ?? ((shell && FROM_SHELL[note]) || []);
      say(words[note], href, words[name], note === "sent" ? "success" : "info");
    }
    if (!shell) return;
    if (told) isResting = true;
    showWaiting();
  };
  let tries = 0;
  const look = async () => {
    const found = await ask({ ask: "look", home: location.pathname === "/" });
    tries = found.failed ? tries + 1 : 0; // a phone may say "online" a little before it is
    if (found.failed && navigator.onLine && tries < 6) setTimeout(look, 1000 * 2 ** tries);
    tell(found);
  };

  const part = (name) => document.querySelector(`[data-${name}]`);
  const parts = (...names) => document.querySelectorAll(names.map((name) => `[data-${name}]`));
  const hasWords = (place) => [...place.querySelectorAll("textarea")].some((area) => area.value.trim());
  let isResting = false; // the network is back: this page has done its part
  let isAnew = false;
  const rest = () => {
    parts("writing", "while-open", "once-over").forEach((each) => (each.hidden = !hasWords(each)));
  };
  const showWaiting = async () => {
    const { entries = [] } = await ask({ ask: "waiting" });
    if (isResting) return rest(); // also when the worker handed everything in while this was asked
    const form = part("writes='answer'");
    const isOver = Date.now() > Number(shell.dataset.until);
    const isKept = entries.some((entry) => entry.kind === "answer" && entry.day === form?.dataset.day);
    if (form) {
      part("while-open").hidden = isOver && !isKept;
      part("once-over").hidden = !isOver;
      form.hidden = isKept && !isAnew;
      part("is-kept").hidden = !form.hidden;
    }
    parts("writing").forEach((each) => (each.hidden = false));
    part("thanks-kept").hidden = !entries.some((entry) => entry.kind === "thanks");
    return entries.length;
  };

  const write = async (form) => {
    const { writes: kind, day } = form.dataset;
    navigator.storage?.persist?.();
    const { kept } = await ask({ ask: "keep", kind, day, fields: Object.fromEntries(new FormData(form)) });
    if (!kept) return say(shell.dataset.failed, undefined, undefined, "error");
    form.reset();
    form.closest("details")?.removeAttribute("open");
    isAnew &&= kind !== "answer";
    isResting = false;
    await showWaiting();
    if (navigator.onLine) look();
  };

  if (shell) {
    addEventListener("submit", (event) => {
      event.preventDefault();
      write(event.target);
    });
    part("anew")?.addEventListener("click", () => {
      isAnew = true;
      part("is-kept").hidden = true;
      part("writes='answer'").hidden = false;
      part("writes='answer'").elements.text.focus();
    });
    setInterval(async () => !document.hidden && !isResting && (await showWaiting()) && look(), 20e3);
  }

  const kept = document.querySelector("form[data-refused]");
  const showKept = async () => {
    const { entries = [] } = await ask({ ask: "held", person: kept.dataset.person });
    kept.elements.entries.value = JSON.stringify(entries);
    const headers = { "HX-Request": "true", "X-Draft": "1" };
    const answer = await fetch(kept.action, { method: "POST", body: new FormData(kept), headers });
    if ([401, 423].includes(answer.status)) return location.reload();
    if (answer.ok) document.getElementById("kept-words").outerHTML = await answer.text();
  };
  if (kept) {
    addEventListener("click", async ({ target }) => {
      const { forget, again } = target.dataset;
      if (!forget && !again) return;
      await ask({ ask: forget ? "forget" : "again", id: forget ?? again });
      await showKept();
      document.getElementById("main").focus();
    });
  }

  addEventListener("online", look);
  workers.addEventListener("message", ({ data }) => tell(data)); // handed in without a page asking
  look().then(() => kept && showKept());
})();

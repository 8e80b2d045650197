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
  const look = async () => {
    const { notes = [], holds, words } = await ask({ ask: "look", home: location.pathname === "/" });
    if (notes.includes("signed_out")) say(words.signed_out, "/sign-in/", words.sign_in);
    else if (notes.includes("held") || holds) say(words.held, "/offline/kept/", words.read);
    else if (notes.includes("locked")) say(words.locked);
    else if (notes.includes("sent")) say(words.sent, shell && "/", words.today, "success");
    if (shell) showWaiting();
    return notes;
  };

  const part = (name) => shell.querySelector(`[data-${name}]`);
  const showWaiting = async () => {
    const { entries } = await ask({ ask: "waiting" });
    const form = part("writes='answer'");
    const isOver = Date.now() > Number(shell.dataset.until);
    const isKept = entries.some((entry) => entry.kind === "answer" && entry.day === form?.dataset.day);
    if (form) {
      part("while-open").hidden = isOver && !isKept;
      part("once-over").hidden = !isOver;
      form.hidden = isKept;
      part("is-kept").hidden = !isKept;
    }
    part("writing").hidden = false;
    part("thanks-kept").hidden = !entries.some((entry) => entry.kind === "thanks");
    return entries.length;
  };

  const write = async (form) => {
    const { writes: kind, day } = form.dataset;
    navigator.storage?.persist?.();
    const { kept } = await ask({ ask: "keep", kind, day, fields: Object.fromEntries(new FormData(form)) });
    if (!kept) return say(shell.dataset.failed, undefined, undefined, "error");
    form.reset();
    await showWaiting();
    if (navigator.onLine) look();
  };

  if (shell) {
    shell.addEventListener("submit", (event) => {
      event.preventDefault();
      write(event.target);
    });
    part("anew")?.addEventListener("click", () => {
      part("is-kept").hidden = true;
      part("writes='answer'").hidden = false;
      part("writes='answer'").elements.text.focus();
    });
    setInterval(async () => !document.hidden && (await showWaiting()) && look(), 20e3);
  }

  const kept = document.querySelector("form[data-refused]");
  const showKept = async () => {
    const { entries } = await ask({ ask: "held" });
    kept.elements.entries.value = JSON.stringify(entries);
    const headers = { "HX-Request": "true", "X-Draft": "1" };
    const answer = await fetch(kept.action, { method: "POST", body: new FormData(kept), headers });
    if (answer.status === 423) return location.reload();
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
  look().then(() => kept && showKept());
})();

// The listening room: looks anew when the other one has moved, by one event stream or by asking.
"use strict";
(() => {
  const LOOK_EVERY_MS = 3000;
  const SILENT_MS = 40000;
  const ASKS_FOR_MS = 30 * 60000; // then a page left open lets its vault fall asleep
  const says = document.getElementById("room-says");
  const room = () => document.getElementById("room");
  const isOpen = () => Boolean(room()?.dataset.live);
  const version = () => Number(room()?.dataset.version ?? 0);
  let source;
  let heard = 0;
  let touched = Date.now();

  const look = (anyway) => {
    if (!isOpen() || !navigator.onLine) return;
    const path = anyway ? location.pathname : `${location.pathname}?have=${version()}`;
    htmx.ajax("GET", path, { target: "#room", swap: "outerHTML" });
  };

  const listen = () => {
    source?.close();
    if (!isOpen() || !navigator.onLine) return;
    heard = Date.now();
    source = new EventSource(room().dataset.live);
    source.onmessage = ({ data }) => {
      heard = Date.now();
      if (Number(data.split(" ")[1]) > version()) look();
    };
  };

  setInterval(() => {
    if (!isOpen()) return source?.close();
    if (document.hidden || Date.now() - touched > ASKS_FOR_MS) return;
    const isListening = source?.readyState === EventSource.OPEN && Date.now() - heard < SILENT_MS;
    if (isListening) return;
    look();
    if (source?.readyState !== EventSource.CONNECTING && Date.now() - heard > 5 * LOOK_EVERY_MS) listen();
  }, LOOK_EVERY_MS);

  addEventListener("online", () => {
    listen();
    look();
  });
  document.addEventListener("visibilitychange", () => document.hidden || look(true));

  // An older answer never replaces a newer one; another page (a lock, a closed space) is opened whole.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (target.id !== "room" || !xhr.responseURL) return;
    const came = new URL(xhr.responseURL).pathname;
    if (!came.startsWith("/listening/")) {
      event.detail.shouldSwap = false;
      location.assign(came);
    }
    const coming = /data-version="(\d+)"/.exec(xhr.responseText);
    if (coming && Number(coming[1]) < version()) event.detail.shouldSwap = false;
  });

  document.addEventListener("htmx:afterSwap", () => {
    if (!room()) return;
    const isLost = !document.activeElement || document.activeElement === document.body;
    if (isLost) room().querySelector("h1").focus();
    else if (says.textContent !== room().dataset.says) says.textContent = room().dataset.says;
  });

  document.addEventListener("submit", () => (touched = Date.now()));
  document.addEventListener("time:up", () => {
    const note = room()?.querySelector("[data-when-up]");
    if (!note) return;
    note.hidden = false;
    says.textContent = note.textContent;
  });

  listen();
})();

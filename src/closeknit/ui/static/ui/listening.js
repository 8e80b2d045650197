// Follows one event stream, and asks every three seconds where that fails.
const room = () => document.getElementById("room");
const part = (selector) => room()?.querySelector(selector);
const version = () => +room()?.dataset.version;
const isOpen = () => navigator.onLine && room()?.dataset.live;
const stops = Date.now() + 30 * 60e3; // then a page left open lets its vault fall asleep
let source, heard, newest, asking = 0;

const look = (query = `?have=${version()}`) =>
  isOpen() && htmx.ajax("GET", location.pathname + query, { target: "#room", swap: "outerHTML" }).catch(() => {});
const catchUp = () => !asking && newest > version() && look();
const rest = () => catchUp((asking = 0));
const listen = () => {
  source?.close();
  heard = Date.now();
  if (!isOpen()) return;
  source = new EventSource(room().dataset.live);
  source.onmessage = ({ data }) => {
    heard = Date.now();
    newest = +data.split(" ")[1];
    catchUp();
  };
};
setInterval(() => {
  if (!isOpen()) return source?.close();
  const silent = Date.now() - heard;
  if (document.hidden || Date.now() > stops || (source?.readyState === 1 && silent < 40e3)) return;
  look();
  if (source?.readyState && silent > 15e3) listen();
}, 3e3);

const on = (name, act) => addEventListener(name, act);
on("online", () => listen(look()));
on("time:up", () => look(""));
on("visibilitychange", () => document.hidden || look(part("[data-seconds-left]") ? "" : undefined));
on("htmx:beforeSend", () => setTimeout(rest, (asking = 2e3)));
on("htmx:afterRequest", () => setTimeout(rest));
on("htmx:beforeSwap", ({ detail }) => {
  const { pathname } = new URL(detail.xhr.responseURL);
  const leaves = !pathname.startsWith("/listening/");
  if (leaves) location = pathname;
  const coming = /data-version="(\d+)/.exec(detail.xhr.response);
  if (leaves || coming?.[1] < version()) detail.shouldSwap = false;
});
on("htmx:afterSwap", () => {
  const title = part("h1");
  const told = room()?.dataset.says;
  const isLost = document.activeElement === document.body;
  if (isLost) title?.focus();
  if (!isLost || told !== title?.textContent) document.getElementById("room-says").textContent = told;
});
listen();

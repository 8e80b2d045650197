// Lets this browser take reminders: asks it for an address, and sends that with the page's own form.
"use strict";
(() => {
  const form = document.querySelector("form[data-push]");
  const button = form?.querySelector("[data-push-subscribe]");
  if (!button || !navigator.serviceWorker) return;
  const show = (name) => (form.querySelector(`[data-push-${name}]`).hidden = false);
  const isApple = /iP(hone|ad|od)/.test(navigator.userAgent) || (/Mac/.test(navigator.platform) && navigator.maxTouchPoints > 1);
  if (!("PushManager" in window)) return isApple && show("install");

  const key = button.dataset.pushKey;
  const manager = async () => (await navigator.serviceWorker.ready).pushManager;
  const asText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const isOurs = (subscription) => asText(subscription.options.applicationServerKey) === key;

  const subscribe = async () => {
    const push = await manager();
    const old = await push.getSubscription();
    if (old && !isOurs(old)) await old.unsubscribe(); // it stands under a key that this server no longer has
    const { endpoint, keys } = (await push.subscribe({ userVisibleOnly: true, applicationServerKey: key })).toJSON();
    for (const [name, value] of Object.entries({ endpoint, ...keys })) form.elements[name].value = value;
    form.submit();
  };
  button.addEventListener("click", (event) => {
    event.preventDefault();
    subscribe().catch(() => show("refused"));
  });

  // What was removed on this page is forgotten by the browser too.
  const settle = async () => {
    const subscription = await (await manager()).getSubscription();
    const isHere = "pushHere" in form.dataset;
    if (subscription && !isHere) await subscription.unsubscribe();
    button.hidden = isHere && subscription !== null && isOurs(subscription);
  };
  settle();
})();

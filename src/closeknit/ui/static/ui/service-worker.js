// An evening without a network: keeps one page with nothing private in it, and seals at once what
// is written there. `AT` stands in front: addresses, names, files and the build.
"use strict";

const CACHE = `closeknit-${AT.build}`;
const KEY_HEADER = "X-Seal-For";
const LEFT = "/left"; // a mark in the cache: "leave quickly" was tapped, and the server has yet to hear

// ── The page for an evening without a network ──

const cached = async (path) => (await caches.open(CACHE)).match(path, { ignoreSearch: true, ignoreVary: true });
const forget = async (path) => (await caches.open(CACHE)).delete(path, { ignoreVary: true });

const renewShell = async () => {
  const answer = await fetch(AT.shell, { headers: { "X-Draft": "1" }, redirect: "manual", cache: "no-store" });
  if (answer.status === 200) await (await caches.open(CACHE)).put(AT.shell, answer);
  else if (answer.status < 500) await forget(AT.shell);
};

const sealsFor = async () => {
  const shell = await cached(AT.shell);
  return shell && JSON.parse(shell.headers.get(KEY_HEADER));
};

// ── Sealing: P-256, HKDF-SHA-256, AES-256-GCM; domain/vault/offline.py opens it ──

const CURVE = { name: "ECDH", namedCurve: "P-256" };
const bytes = (text) => new TextEncoder().encode(text);
const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
const sized = (part) => joined(new Uint8Array([24, 16, 8, 0].map((shift) => part.length >>> shift)), part);
const framed = (...parts) => joined(...parts.map(sized));
const ofUuid = (id) => Uint8Array.from(id.replaceAll("-", "").match(/../g), (two) => parseInt(two, 16));
const padded = (part) => joined(part, [128], new Uint8Array((256 - ((part.length + 1) % 256)) % 256));
const fromBase64 = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const toBase64 = (part) => btoa(Array.from(part, (byte) => String.fromCharCode(byte)).join(""));
const HEAD = joined(bytes("KNOF"), [1]);

const seal = async (words, { key, person, kind, id }) => {
  const theirs = await crypto.subtle.importKey("raw", key, CURVE, false, []);
  const mine = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", mine.publicKey));
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256);
  const stretched = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = framed(bytes("closeknit offline"), point, key);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
  const once = await crypto.subtle.deriveKey(how, stretched, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = framed(HEAD, ofUuid(person), bytes(kind), ofUuid(id));
  const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, once, padded(words));
  return joined(HEAD, point, iv, new Uint8Array(body));
};

// ── The queue: {order, id, kind, day, person, sealed, why}; `why` is empty while it waits ──

const withQueue = async (mode, act) => {
  const database = await new Promise((done, failed) => {
    const asked = indexedDB.open("offline", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("entries", { keyPath: "order", autoIncrement: true });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  try {
    return await new Promise((done, failed) => {
      const doing = database.transaction("entries", mode, { durability: "strict" });
      const found = act(doing.objectStore("entries"));
      doing.oncomplete = () => done(found?.result);
      doing.onerror = doing.onabort = () => failed(doing.error);
    });
  } finally {
    database.close();
  }
};
const queue = () => withQueue("readonly", (store) => store.getAll());
const waiting = async () => (await queue()).filter((entry) => !entry.why);
const hold = (entry, why) =>
  withQueue("readwrite", (store) => {
    store.get(entry.order).onsuccess = ({ target }) => target.result && store.put({ ...entry, why });
  });
const drop = (...entries) =>
  withQueue("readwrite", (store) => entries.forEach((entry) => store.delete(entry.order)));
const holdAll = async () => {
  for (const entry of await waiting()) await hold(entry, "signed_out");
};

// An answer written anew takes the place of the one that still waits for the same day.
const keep = async ({ kind, day = "", fields, id = crypto.randomUUID() }) => {
  const { person, space, key } = await sealsFor();
  const words = bytes(JSON.stringify({ space, written: new Date().toISOString(), day, fields }));
  const sealed = await seal(words, { key: fromBase64(key), person, kind, id });
  const isEarlier = (entry) => day && entry.day === day && entry.person === person;
  const earlier = (await waiting()).filter(isEarlier);
  await withQueue("readwrite", (store) => {
    earlier.forEach((entry) => store.delete(entry.order));
    store.add({ id, kind, day, person, sealed, why: "" });
  });
  registration.sync?.register("send").catch(() => {});
};

// ── Handing in: one after the other, in the order they were written ──

const askDoor = async () => {
  await leaveFirst();
  const answer = await fetch(AT.send, { cache: "no-store" });
  return { status: answer.status, ...(await answer.json()) };
};

const handIn = async (entry, token) => {
  const body = new URLSearchParams({ id: entry.id, kind: entry.kind, sealed: toBase64(entry.sealed) });
  const answer = await fetch(AT.send, { method: "POST", body, headers: { "X-CSRFToken": token } });
  const said = answer.ok ? await answer.json() : {};
  if (said.kept) await drop(entry);
  if (said.refused) await hold(entry, said.refused);
  return said;
};

const sendAll = async (home) => {
  if (!(await (home ? queue() : waiting())).length) return {};
  const door = await askDoor();
  const told = { words: door.words, notes: [] };
  if (door.status !== 200) await forget(AT.shell);
  if (door.status === 401) {
    if ((await waiting()).length) told.notes.push("signed_out");
    await holdAll();
    return told;
  }
  const mine = (entry) => entry.person === door.person;
  const mineWaiting = (await waiting()).filter(mine);
  if (door.status === 423) return { ...told, notes: mineWaiting.length ? ["locked"] : [] };
  for (const entry of mineWaiting) {
    const said = await handIn(entry, door.token);
    if (!said.kept && !said.refused) break;
    const note = said.kept ? "sent" : "held";
    if (!told.notes.includes(note)) told.notes.push(note);
  }
  if (told.notes.includes("sent")) await renewShell().catch(() => {});
  told.holds = (await queue()).some((entry) => entry.why && mine(entry));
  return told;
};
let sending;
const send = ({ home } = {}) => (sending ??= sendAll(home).finally(() => (sending = undefined)));

// ── Pages ──

const leaveFirst = async () => {
  if (!(await cached(LEFT))) return false;
  await fetch(AT.leave, { cache: "no-store" });
  return forget(LEFT);
};

const blank = () =>
  new Response(`<!doctype html><html lang="${AT.language}"><meta charset="utf-8"><title>${AT.blank}</title>`, {
    headers: { "Content-Type": "text/html; charset=utf-8" },
  });

const writtenOn = ({ pathname }) => {
  const day = pathname.match(AT.answer)?.[1];
  if (day) return { kind: "answer", day, names: ["question", "text", "guess"] };
  return pathname.match(AT.thanks) && { kind: "thanks", names: ["did", "shows", "felt", "for_whom"] };
};

const keepForm = async (url, request) => {
  const { names, ...entry } = writtenOn(url);
  const given = await request.formData();
  const fields = Object.fromEntries(names.filter((name) => given.has(name)).map((name) => [name, given.get(name)]));
  await keep({ ...entry, fields, ...(given.get("key") && { id: given.get("key") }) });
  return Response.redirect(AT.shell, 303);
};

const withoutNetwork = async (url, method, copy) => {
  if (url.pathname === AT.leave) {
    await forget(AT.shell);
    await (await caches.open(CACHE)).put(LEFT, new Response(""));
    return blank();
  }
  if (copy) return keepForm(url, copy);
  return (method === "GET" && (await cached(AT.shell))) || Response.error();
};

let isStale = false;
const isOver = async (path) => {
  const shell = await sealsFor();
  return shell ? shell.until < Date.now() : AT.home.includes(path);
};

const lookAt = async ({ pathname }, method, answer) => {
  if (method === "POST") isStale = true;
  if (AT.ends.includes(pathname) || answer.headers.get("X-Vault") === "locked") {
    await forget(AT.shell);
    if (AT.signedOut.includes(pathname)) await holdAll();
  } else if (method === "GET" && answer.status === 200 && (isStale || (await isOver(pathname)))) {
    isStale = false;
    await renewShell().catch(() => {});
  }
};

// Going back to a page that came of a form sends nothing again: its address is opened afresh.
const openAfresh = async (url) => {
  const answer = await fetch(url);
  const shown = answer.ok ? answer : await fetch(AT.home[0]);
  return new Response(shown.body, shown);
};

const visit = async (event, url) => {
  const { request } = event;
  const goesBack = request.isHistoryNavigation && request.method === "POST";
  const method = goesBack ? "GET" : request.method;
  const copy = method === "POST" && writtenOn(url) ? request.clone() : null;
  const ask = () => (goesBack ? openAfresh(url) : fetch(request));
  try {
    const early = event.preloadResponse; // it set out before anybody could lock: then it is not shown
    const answer = (await leaveFirst()) ? await ask() : ((await early) ?? (await ask()));
    event.waitUntil(lookAt(url, method, answer));
    return answer;
  } catch {
    return withoutNetwork(url, method, copy);
  }
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(visit(event, url));
  else if (AT.files.includes(url.pathname)) {
    event.respondWith(cached(url.pathname).then((found) => found ?? fetch(request)));
  }
});

// A new build brings its own files and its own page before it takes over; open pages stay whole.
addEventListener("install", (event) => {
  // What scripts ask never needs the worker; where browsers know this word it need not wake for it.
  event.addRoutes?.({ condition: { requestDestination: "" }, source: "network" });
  const prepare = async () => {
    await (await caches.open(CACHE)).addAll(AT.files);
    await renewShell();
    await skipWaiting();
  };
  event.waitUntil(prepare());
});

addEventListener("activate", (event) => {
  const takeOver = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith("closeknit-") && name !== CACHE);
    for (const name of old) {
      if (await (await caches.open(name)).match(LEFT)) await (await caches.open(CACHE)).put(LEFT, new Response(""));
      await caches.delete(name);
    }
    await registration.navigationPreload?.enable();
    await clients.claim();
  };
  event.waitUntil(takeOver());
});

addEventListener("sync", (event) => {
  const sendAndTell = async () => {
    const told = await send();
    for (const page of await clients.matchAll()) page.postMessage(told);
  };
  event.waitUntil(sendAndTell());
});

// ── What pages ask ──

const answers = {
  look: send,
  keep: (asked) => keep(asked).then(() => ({ kept: true })),
  waiting: async () => ({ entries: (await waiting()).map(({ kind, day }) => ({ kind, day })) }),
  held: async ({ person }) => ({
    entries: (await queue())
      .filter((entry) => entry.why && entry.person === person)
      .map(({ id, kind, why, sealed }) => ({ id, kind, why, sealed: toBase64(sealed) })),
  }),
  forget: async ({ id }) => drop(...(await queue()).filter((entry) => entry.id === id)),
  again: async ({ id }) => {
    for (const entry of (await queue()).filter((each) => each.id === id)) await hold(entry, "");
    return send();
  },
};
addEventListener("message", (event) => {
  const port = event.ports[0];
  const answering = answers[event.data.ask](event.data).then(
    (told) => port.postMessage(told ?? {}),
    () => port.postMessage({ failed: true }),
  );
  event.waitUntil(answering);
});

// ── Reminders: generic words, the name and the picture that this browser chose ──

addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data.json();
  } catch {
    // an empty or unknown message still gets the plain sentence
  }
  const { body = AT.says, url = "/" } = told;
  event.waitUntil(registration.showNotification(AT.name, { body, icon: AT.icon, tag: "today", data: { url } }));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const asked = new URL(event.notification.data?.url ?? "/", location.origin);
  const target = asked.origin === location.origin ? asked.href : location.origin;
  const open = async () => {
    const pages = await clients.matchAll({ type: "window" });
    const page = pages.find((each) => each.url === target) ?? pages[0];
    if (!page) return clients.openWindow(target);
    await page.focus();
    return page.url === target ? page : page.navigate(target).catch(() => clients.openWindow(target));
  };
  event.waitUntil(open());
});

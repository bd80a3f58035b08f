// The frame: who is signed in, the menu, and the page that the address names.
import { ask, get, onSignedOut, signOut, Problem } from "./api.js";
import { fill, h, say } from "./dom.js";
import { T } from "./texts.en.js";
import { signInPage } from "./signin.js";

/** name, whether only operators have it, and its module. */
const PAGES = [
  ["overview", "readAll", () => import("./overview.js")],
  ["find", null, () => import("./find.js")],
  ["live", null, () => import("./live.js")],
  ["explain", "send", () => import("./explain.js")],
  ["send", "send", () => import("./send.js")],
  ["work", "operate", () => import("./work.js")],
  ["simulator", "operate", () => import("./simulator.js")],
  ["audit", "operate", () => import("./audit.js")],
];

const app = document.getElementById("app");
let me = null;
let leave = () => {};

/** What the page may do: scopes of the key, and whether numbers are to be seen. */
export const may = scope => me !== null && (scope === null || me.scopes.includes(scope));
export const masked = () => me?.maskNumbers ?? true;
export const whose = () => me?.client;

function route() {
  const [, name = "", rest = ""] = /^#\/([a-z]*)\/?(.*)$/.exec(location.hash) ?? [];
  return { name, rest };
}

/** Whether the page is for who is signed in, and for this hub. */
const open = ([name, scope]) => may(scope) && (name !== "simulator" || me.simulator);

const first = () => PAGES.find(open)[0];

async function start() {
  try {
    me = await get("/v1/whoami");
  } catch (problem) {
    if (problem instanceof Problem && problem.status !== 401) {
      fill(app, h("main", { class: "alone" }, h("h1", {}, T.name), h("p", { class: "bad-text" }, problem.message),
        h("button", { type: "button", onclick: start }, T.again)));
      return;
    }
    me = null;
  }
  if (me === null) {
    leave();
    leave = () => {};
    fill(app, signInPage(start));
    document.getElementById("key").focus();
    return;
  }
  frame();
  await show();
}

function frame() {
  const menu = PAGES.filter(open).map(([name]) =>
    h("li", {}, h("a", { href: `#/${name}`, id: `menu-${name}` }, T.menu[name])));
  fill(app,
    h("a", { class: "skip", href: "#main", onclick: event => {
      event.preventDefault();
      document.getElementById("main").focus();
    } }, T.skip),
    h("header", { class: "top" },
      h("a", { class: "brand", href: `#/${first()}` }, mark(), T.name),
      h("nav", { "aria-label": T.menu.label }, h("ul", {}, menu)),
      h("div", { class: "me" },
        h("span", { class: "who" }, h("span", { class: "hint" }, may("operate") ? T.roles.operator : may("readAll") ? T.roles.reader : T.roles.client), h("bdi", {}, me.client)),
        h("button", { type: "button", class: "quiet", onclick: turn }, T.theme),
        h("button", { type: "button", class: "quiet", id: "sign-out", onclick: out }, T.signOut))),
    h("main", { id: "main", tabindex: "-1" }));
}

function mark() {
  return h("svg", { viewBox: "0 0 32 32", "aria-hidden": "true", class: "mark" },
    h("path", { d: "M8 10.5h16M8 16h11M8 21.5h6" }), h("circle", { cx: "23", cy: "21.5", r: "2.6" }));
}

function turn() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* it holds for this page */ }
  window.dispatchEvent(new Event("theme"));
}

async function out() {
  try { await signOut(); } catch { /* then it ends by itself */ }
  me = null;
  await start();
}

async function show() {
  if (me === null) return;
  const { name, rest } = route();
  const known = PAGES.find(page => page[0] === name && open(page));
  if (!known && name !== "message") {
    location.replace(`#/${first()}`);
    return;
  }
  leave();
  leave = () => {};
  const main = document.getElementById("main");
  for (const link of document.querySelectorAll("nav a")) {
    const here = link.id === `menu-${name === "message" ? "find" : name}`;
    if (here) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  }
  document.title = `${T.menu[name] ?? T.message.title} · ${T.name}`;
  fill(main, h("p", { class: "hint" }, T.loading));
  try {
    const module = await (name === "message" ? import("./message.js") : known[2]());
    if (route().name !== name || route().rest !== rest) return;
    leave = module.open(main, decodeURIComponent(rest)) ?? (() => {});
  } catch (problem) {
    fill(main, h("h1", {}, T.menu[name] ?? T.message.title), h("p", { class: "bad-text" }, problem.message));
  }
  main.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

// one key each, where nobody writes
const KEYS = { o: "overview", f: "find", l: "live", e: "explain", s: "send", w: "work" };
let going = false;
document.addEventListener("keydown", event => {
  const writing = event.target.matches?.("input, textarea, select, [contenteditable]");
  if (writing || event.ctrlKey || event.metaKey || event.altKey || me === null || document.querySelector("dialog[open]")) return;
  if (going && KEYS[event.key] && PAGES.some(page => page[0] === KEYS[event.key] && open(page))) {
    event.preventDefault();
    location.hash = `#/${KEYS[event.key]}`;
  } else if (event.key === "/") {
    event.preventDefault();
    if (route().name === "find") document.getElementById("query").focus(); else location.hash = "#/find";
  } else if (event.key === "?") {
    say(T.keys);
  }
  going = event.key === "g";
});

window.addEventListener("hashchange", show);
onSignedOut(() => { if (me !== null) { me = null; say(T.signedOut, true); start(); } });
start();

// Find messages: one box with a small language, the same as fields, views that are kept, and a file of all.
import { file, get, query } from "./api.js";
import { fill, foreign, h, say } from "./dom.js";
import { line } from "./dialog.js";
import { number } from "./numbers.js";
import { FIELDS, parse, STATES, toApi, written } from "./query.js";
import { badge } from "./states.js";
import { clock } from "./when.js";
import { may } from "./main.js";
import { T } from "./texts.en.js";

const VIEWS = "views";
const PAGE = 50;

/** Milliseconds that the hub may look for a page; what it has not found by then it goes on with, so that others have their turn. */
const WITHIN = 60;

/** So often at most; then one asks for more. */
const TURNS = 40;

function views() {
  try { return JSON.parse(localStorage.getItem(VIEWS)) ?? T.find.views; } catch { return T.find.views; }
}

const keep = all => { try { localStorage.setItem(VIEWS, JSON.stringify(all)); } catch { say(T.find.notKept, true); } };

/** Where a message did not do well: the code of its first part that has one. */
export const code = message => message.parts.find(part => part.errorCode)?.errorCode;

/** A row of a list of messages. */
export function row(message, hide) {
  const c = T.find.columns;
  const why = code(message);
  const td = (label, ...content) => h("td", { "data-label": label }, content);
  return h("tr", {},
    td(c.at, h("a", { href: `#/message/${message.id}`, class: "at" }, clock(message.acceptedAt))),
    td(c.state, badge(message.state)),
    td(c.to, number(message.to, hide)),
    td(c.from, message.from ? foreign(message.from) : "–"),
    td(c.link, foreign(message.parts[0]?.link ?? "–")),
    td(c.client, foreign(message.client)),
    td(c.why, why ? [h("code", {}, foreign(why)), T.codes[why] ? h("span", { class: "hint" }, ` ${T.codes[why]}`) : null] : "–"));
}

export const heads = () => {
  const c = T.find.columns;
  return h("thead", {}, h("tr", {}, [c.at, c.state, c.to, c.from, c.link, c.client, c.why].map(name => h("th", { scope: "col" }, name))));
};

export function open(main, start) {
  const box = h("input", { id: "query", type: "search", autocomplete: "off", spellcheck: "false", value: start, placeholder: T.find.example, "aria-describedby": "query-hint" });
  const wrong = h("p", { class: "bad-text", role: "alert" });
  const results = h("section", { "aria-label": T.find.results });
  const saved = h("ul", { class: "views" });
  const names = FIELDS.filter(name => name !== "client" || may("readAll"));
  const fields = h("form", { class: "fields", oninput: () => {
    const found = parse(box.value).found;
    for (const name of names) found[name] = document.getElementById(`f-${name}`).value.trim();
    box.value = written(found);
  }, onsubmit: event => { event.preventDefault(); go(); } },
  names.map(name => name === "state"
    ? h("div", { class: "field" }, h("label", { for: "f-state" }, T.find.fields.state), h("select", { id: "f-state" }, h("option", { value: "" }, T.find.any), STATES.map(each => h("option", { value: each.toLowerCase() }, T.states[each]))))
    : line(`f-${name}`, T.find.fields[name], { placeholder: T.find.examples[name] })),
  h("div", { class: "row end" }, h("button", { type: "submit", class: "main" }, T.find.button)));

  function spread() {
    const found = parse(box.value).found;
    for (const name of names) document.getElementById(`f-${name}`).value = name === "state" ? (found.state ?? "").toLowerCase() : found[name] ?? "";
  }

  function asked() {
    const { found, wrong: words } = parse(box.value);
    const request = toApi(found);
    const bad = [...words, ...request.wrong];
    wrong.textContent = bad.length ? T.find.wrong(bad.join(" ")) : "";
    return bad.length ? null : request;
  }

  let search = 0;

  async function go() {
    spread();
    const request = asked();
    history.replaceState(null, "", box.value ? `#/find/${encodeURIComponent(box.value)}` : "#/find");
    if (!request) return;
    if (request.id) { location.hash = `#/message/${request.id}`; return; }
    fill(results, h("p", { class: "hint" }, T.loading));
    const body = h("tbody");
    const more = h("button", { type: "button", hidden: true }, T.find.more);
    const count = h("p", { class: "hint", role: "status" });
    const table = h("table", { class: "list" }, h("caption", { class: "unseen" }, T.find.results), heads(), body);
    const files = h("div", { class: "row" }, ["csv", "jsonl"].map(format => h("button", { type: "button", class: "quiet", onclick: () =>
      file("/v1/messages/file" + query({ ...request.asked, format }), `messages.${format}`).catch(problem => say(problem.message, true)) }, T.find.export(format))));
    let seen = 0;
    let next;
    const mine = ++search;
    const page = async () => {
      const started = performance.now();
      const wanted = seen + PAGE;
      for (let turn = 0; turn < TURNS && mine === search; turn++) {
        const answer = await get("/v1/messages" + query({ ...request.asked, limit: wanted - seen, cursor: next, within: WITHIN }));
        answer.messages.forEach(message => body.append(row(message)));
        seen += answer.messages.length;
        next = answer.next;
        more.hidden = !next;
        count.textContent = T.find.found(seen, Boolean(next), Math.round(performance.now() - started));
        table.hidden = !seen && !next;
        files.hidden = !seen;
        if (mine === search && !table.isConnected) fill(results, count, table, more, files);
        if (!next || seen >= wanted) break;
      }
    };
    more.addEventListener("click", () => page().catch(problem => say(problem.message, true)));
    try {
      await page();
    } catch (problem) {
      fill(results);
      wrong.textContent = problem.message;
    }
  }

  function list() {
    fill(saved, views().map(view => h("li", {},
      h("button", { type: "button", class: "small", onclick: () => { box.value = view; go(); } }, view),
      h("button", { type: "button", class: "small close", "aria-label": T.find.forget(view), onclick: () => { keep(views().filter(each => each !== view)); list(); saved.querySelector("button")?.focus(); } }, "×"))));
  }

  fill(main, h("h1", {}, T.menu.find),
    h("form", { class: "search", role: "search", onsubmit: event => { event.preventDefault(); go(); } },
      h("label", { for: "query", class: "unseen" }, T.find.label), box, h("button", { type: "submit", class: "main" }, T.find.button)),
    h("p", { class: "hint", id: "query-hint" }, T.find.hint), wrong,
    h("div", { class: "row views-row" }, saved, h("button", { type: "button", class: "quiet", onclick: () => {
      const view = box.value.trim();
      if (view && !views().includes(view)) { keep([...views(), view]); list(); say(T.find.kept); }
    } }, T.find.keep)),
    h("details", {}, h("summary", {}, T.find.asFields), fields), results);
  list();
  go();
  if (!start) box.focus();
  return () => { search++; };
}

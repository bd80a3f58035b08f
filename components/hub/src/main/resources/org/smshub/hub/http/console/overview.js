// How the hub fares: what needs a person, what goes through it, its links, its ways in and out.
import { get } from "./api.js";
import { fill, h } from "./dom.js";
import { look } from "./look.js";
import { badge } from "./states.js";
import { charts } from "./charts.js";
import { ago, lasts } from "./when.js";
import { T } from "./texts.en.js";
import { linkButtons } from "./links.js";

const NUMBER = new Intl.NumberFormat("en");
const n = value => NUMBER.format(value ?? 0);

/** A card of something that somebody ought to look at. */
function need(count, label, href, kind = "bad", plus = false) {
  const inside = [h("strong", {}, n(count) + (plus ? "+" : "")), h("span", {}, label)];
  return h("li", {}, href ? h("a", { class: `need ${kind}`, href }, inside) : h("div", { class: `need ${kind}` }, inside));
}

function needs(all) {
  const cards = [];
  if (all.trouble) cards.push(h("li", {}, h("div", { class: "need bad wide" }, h("strong", {}, T.overview.ledger), h("span", {}, all.trouble))));
  for (const reason of all.failedLastHour) {
    const label = T.overview.failed(T.states[reason.state] ?? reason.state, reason.code, T.codes[reason.code]);
    cards.push(need(reason.messages, label, `#/find/${encodeURIComponent(`state:${reason.state} since:1h`)}`, "bad", all.more));
  }
  if (all.unknown) cards.push(need(all.unknown, T.overview.unknown, `#/find/${encodeURIComponent("state:UNKNOWN since:1h")}`, "doubt"));
  if (all.unread) cards.push(need(all.unread, T.overview.unread, "#/work", "doubt"));
  if (all.unmatched) cards.push(need(all.unmatched, T.overview.unmatched, "#/work", "doubt"));
  if (all.unclaimed) cards.push(need(all.unclaimed, T.overview.unclaimed, "#/work", "doubt"));
  for (const hook of all.webhooks) cards.push(h("li", {}, h("a", { class: "need bad", href: "#/work" }, h("strong", {}, T.states[hook.state]), h("span", {}, T.overview.webhook(hook.client, ago(hook.since))))));
  if (all.disk.percentUsed !== undefined && all.disk.percentUsed >= all.disk.fullAt - 10) cards.push(h("li", {}, h("div", { class: "need bad" }, h("strong", {}, `${all.disk.percentUsed} %`), h("span", {}, T.overview.disk(all.disk.fullAt)))));
  return cards.length ? h("ul", { class: "needs" }, cards) : h("p", { class: "fine" }, T.overview.fine);
}

const head = names => h("thead", {}, h("tr", {}, names.map(name => h("th", { scope: "col" }, name))));
const cell = (label, ...content) => h("td", { "data-label": label }, content);

function state(row) {
  return [badge(row.state), " ", h("span", { class: "hint" }, row.since ? T.overview.since(ago(row.since)) : "", row.why ? ` · ${row.why}` : "")];
}

function links(all, changed) {
  const c = T.overview.columns;
  return h("table", {}, h("caption", {}, T.overview.links), head([c.link, c.state, c.rate, c.pace, c.waiting, c.oldest, c.inFlight, h("span", { class: "unseen" }, c.actions)]),
    h("tbody", {}, all.map(link => h("tr", {},
      h("th", { scope: "row" }, h("bdi", {}, link.link)),
      cell(c.state, state(link)),
      cell(c.rate, T.overview.aMinute(n(link.sentLastMinute))),
      cell(c.pace, link.pace ? T.overview.aSecond(n(Math.round(link.pace * 10) / 10)) : "–"),
      cell(c.waiting, link.waiting ? h("a", { href: `#/find/${encodeURIComponent(`link:${link.link} state:queued`)}` }, n(link.waiting)) : "0"),
      cell(c.oldest, link.oldest && Date.parse(link.oldest) < Date.now() ? lasts(Date.now() - Date.parse(link.oldest)) : "–"),
      cell(c.inFlight, `${n(link.inFlight)} / ${n(link.window)}`),
      cell(c.actions, linkButtons(link, all, changed))))));
}

function ways(rows, title, count, value) {
  const c = T.overview.columns;
  return h("table", {}, h("caption", {}, title), head([c.way, c.state, count]),
    h("tbody", {}, rows.map(way => h("tr", {}, h("th", { scope: "row" }, way.id), cell(c.state, state(way)), cell(count, n(way[value]))))));
}

export function open(main) {
  const attention = h("section", { "aria-labelledby": "needs-title" });
  const tables = h("section", { class: "tables", "aria-label": T.overview.tables });
  const chart = charts();
  fill(main, h("h1", {}, T.menu.overview), attention, chart.element, tables);
  let before = "";
  const ask = async () => {
    const all = await get("/v1/status");
    fill(attention, h("h2", { id: "needs-title" }, T.overview.needs), needs(all.needs));
    // whoever is at one of its buttons keeps it
    const now = JSON.stringify([all.links, all.inputs, all.outputs]);
    if (now !== before && !tables.contains(document.activeElement) && !document.querySelector("dialog[open]")) {
      before = now;
      fill(tables, links(all.links, ask), ways(all.inputs, T.overview.inputs, T.overview.columns.accepted, "accepted"), ways(all.outputs, T.overview.outputs, T.overview.columns.events, "waiting"));
    }
  };
  const ends = [look(ask, 2000), look(chart.ask, 10000)];
  return () => { ends.forEach(end => end()); chart.close(); };
}

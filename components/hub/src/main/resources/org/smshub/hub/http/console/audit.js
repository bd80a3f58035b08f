// Who has changed what.
import { get } from "./api.js";
import { fill, foreign, h } from "./dom.js";
import { clock } from "./when.js";
import { T } from "./texts.en.js";

export function open(main) {
  const a = T.audit;
  const td = (label, ...content) => h("td", { "data-label": label }, content);
  const place = h("div");
  fill(main, h("h1", {}, T.menu.audit), h("p", { class: "hint" }, a.hint), place);
  get("/v1/audit?limit=200").then(all => fill(place, all.entries.length
    ? h("table", { class: "list audit" }, h("caption", { class: "unseen" }, T.menu.audit), h("thead", {}, h("tr", {}, [a.at, a.who, a.by, a.what, a.status, a.before, a.after].map(name => h("th", { scope: "col" }, name)))),
      h("tbody", {}, all.entries.map(one => h("tr", {}, td(a.at, clock(one.at)), td(a.who, one.who ? foreign(one.who) : h("span", { class: "hint" }, a.nobody)), td(a.by, one.by), td(a.what, a.words[one.what] ?? h("code", {}, foreign(one.what))), td(a.status, String(one.status)), td(a.before, foreign(one.before ?? "–")), td(a.after, foreign(one.after ?? "–"))))))
    : h("p", { class: "fine" }, a.none)), problem => fill(place, h("p", { class: "bad-text" }, problem.message)));
}

// What an operator does: what has no place goes its way once more, what failed is sent again, levels of the log, webhooks.
import { ask, get, query } from "./api.js";
import { choice, confirmed, line, value } from "./dialog.js";
import { fill, folded, foreign, h, say } from "./dom.js";
import { toApi } from "./query.js";
import { badge } from "./states.js";
import { clock } from "./when.js";
import { T } from "./texts.en.js";

const w = T.work;
const SHOWN = 20;
const LEVELS = ["OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"];
const FAILED = ["FAILED", "REJECTED", "UNDELIVERABLE", "EXPIRED", "DELETED", "CANCELLED"];
const section = (title, ...inside) => h("section", { class: "card" }, h("h2", {}, title), inside);
const td = (label, ...content) => h("td", { "data-label": label }, content);
const head = names => h("thead", {}, h("tr", {}, names.map(name => h("th", { scope: "col" }, name))));

async function kept(kind, again) {
  const all = (await get(`/v1/kept/${kind}`)).kept;
  if (!all.length) return [h("h3", {}, w.kept[kind]), h("p", { class: "fine" }, w.nothing)];
  return [h("h3", {}, w.kept[kind]), h("p", { class: "hint" }, w.keptCount(all.length)),
    h("table", { class: "list" }, h("caption", { class: "unseen" }, w.kept[kind]), head([w.at, w.link, w.reason, w.what]),
      h("tbody", {}, all.slice(0, SHOWN).map(one => h("tr", {}, td(w.at, clock(one.receivedAt)), td(w.link, foreign(one.link ?? "–")), td(w.reason, folded(one.reason ?? "", T.more, T.less, 120)), td(w.what, one.text ? folded(one.text, T.more, T.less, 120) : one.octets ? h("code", {}, folded(one.octets, T.more, T.less, 64)) : "–"))))),
    h("button", { type: "button", onclick: async () => {
      if (await confirmed({ title: w.replay(w.kept[kind], all.length), text: w.replayWhy, method: "POST", path: `/v1/kept/${kind}/replay`, button: w.replayButton, done: answer => w.replayed(answer.replayed, answer.failed) })) again();
    } }, w.replayButton)];
}

/** First how many there are, then with that number. */
function failed() {
  const wrong = h("p", { class: "bad-text", role: "alert" });
  const filter = () => {
    const fields = toApi({ state: value("again-state"), since: value("again-since").trim() || "1h", link: value("again-from").trim() });
    return fields.wrong.length ? null : fields.asked;
  };
  return section(w.failed, h("p", { class: "hint" }, w.failedHint),
    h("form", { onsubmit: async event => {
      event.preventDefault();
      wrong.textContent = "";
      const asked = filter();
      if (!asked) { wrong.textContent = T.find.wrong(value("again-since")); return; }
      try {
        const { count, more } = await ask("POST", "/v1/messages/again", { filter: asked });
        if (count === 0) { say(w.noneFailed); return; }
        await confirmed({ title: w.againMany(count, more), text: w.againWhy, method: "POST", path: "/v1/messages/again", body: { filter: asked, count }, button: w.againButton, done: answer => w.sentAgain(answer.sent, answer.before, answer.refused) });
      } catch (problem) {
        wrong.textContent = problem.message;
      }
    } },
    h("div", { class: "fields" }, choice("again-state", T.find.fields.state, FAILED, "FAILED"), line("again-since", T.find.fields.since, { value: "1h" }), line("again-from", T.find.fields.link)),
    wrong, h("div", { class: "row end" }, h("button", { type: "submit", class: "main" }, w.count))));
}

async function loggers(again) {
  const all = (await get("/v1/loggers")).loggers;
  return section(w.loggers, h("p", { class: "hint" }, w.loggersHint),
    h("table", {}, h("caption", { class: "unseen" }, w.loggers), head([w.logger, w.level, w.until, h("span", { class: "unseen" }, T.overview.columns.actions)]), h("tbody", {}, all.map(one => h("tr", {}, h("th", { scope: "row" }, one.logger), td(w.level, one.level), td(w.until, one.until ? clock(one.until) : "–"),
      td("", one.until ? h("button", { type: "button", class: "small", onclick: async () => { if (await confirmed({ title: w.unset(one.logger), method: "DELETE", path: `/v1/loggers/${encodeURIComponent(one.logger)}` })) again(); } }, w.back) : null))))),
    h("form", { onsubmit: async event => {
      event.preventDefault();
      const name = value("logger").trim();
      const body = { level: value("level"), duration: value("level-for") };
      if (await confirmed({ title: w.set(name, body.level), method: "PUT", path: `/v1/loggers/${encodeURIComponent(name)}`, body, button: w.setButton })) again();
    } }, h("div", { class: "fields" }, line("logger", w.logger, { required: true, value: "org.smshub" }), choice("level", w.level, LEVELS, "DEBUG"), choice("level-for", w.duration, ["10m", "1h", "8h"], "10m")),
    h("div", { class: "row end" }, h("button", { type: "submit" }, w.setButton))));
}

async function webhooks() {
  let all;
  try {
    all = (await get("/v1/webhooks")).webhooks;
  } catch {
    return null; // they are not switched on
  }
  return section(w.webhooks, all.length ? h("table", {}, h("caption", { class: "unseen" }, w.webhooks), head([T.find.columns.client, T.overview.columns.state, T.overview.columns.waiting, w.lastProblem, h("span", { class: "unseen" }, T.overview.columns.actions)]), h("tbody", {}, all.map(hook => h("tr", {}, h("th", { scope: "row" }, foreign(hook.client)), td(T.overview.columns.state, badge(hook.state)), td(T.overview.columns.waiting, String(hook.waiting)), td(w.lastProblem, hook.failures[0] ? folded(hook.failures[0].problem, T.more, T.less, 80) : "–"),
    td("", h("div", { class: "buttons" }, hook.url ? h("button", { type: "button", class: "small", onclick: () => confirmed({ title: w.test(hook.client), method: "POST", path: "/v1/webhooks/test" + query({ client: hook.client }), button: w.testButton, done: answer => answer.delivered ? w.tested : answer.problem }) }, w.testButton) : null,
      hook.state === "OPEN" ? null : h("button", { type: "button", class: "small", onclick: () => confirmed({ title: w.open(hook.client), method: "POST", path: "/v1/webhooks/open" + query({ client: hook.client }), button: w.openButton }) }, w.openButton))))))) : h("p", { class: "fine" }, w.noWebhooks));
}

export function open(main) {
  const places = { kept: h("section", { class: "card" }), loggers: h("div"), webhooks: h("div") };
  fill(main, h("h1", {}, T.menu.work), h("p", { class: "hint" }, w.hint), places.kept, failed(), places.webhooks, places.loggers);
  const problem = failure => say(failure.message, true);
  const showKept = async () => fill(places.kept, h("h2", {}, w.noPlace), await Promise.all(["unread", "unmatched", "unclaimed"].map(kind => kept(kind, () => showKept().catch(problem)))));
  const showLoggers = async () => fill(places.loggers, await loggers(() => showLoggers().catch(problem)));
  showKept().catch(problem);
  showLoggers().catch(problem);
  webhooks().then(made => fill(places.webhooks, made), problem);
}

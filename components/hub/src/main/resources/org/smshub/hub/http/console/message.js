// One message: what it is, how it went step by step, how its parts go on the air, and what may be done with it.
import { ask, get, query } from "./api.js";
import { fill, folded, foreign, h } from "./dom.js";
import { choice, confirmed, value } from "./dialog.js";
import { number } from "./numbers.js";
import { badge, kind } from "./states.js";
import { clock, lasts } from "./when.js";
import { may } from "./main.js";
import { why } from "./why.js";
import { T } from "./texts.en.js";

const FAILED = ["FAILED", "REJECTED", "UNDELIVERABLE", "EXPIRED", "DELETED", "CANCELLED"];
const WAITS = ["ACCEPTED", "QUEUED"];

/** Between two steps so far apart the time line is folded. */
const IDLE = 5000;

const meaning = code => T.codes[code] ? h("span", { class: "hint" }, ` ${T.codes[code]}`) : null;

function words(step) {
  const m = T.message;
  switch (step.what) {
    case "ACCEPTED": return [m.accepted, " ", step.text ? h("code", {}, step.text) : m.unknownInput];
    case "ROUTED": {
      const [links, rule] = (step.text ?? "").split(" by ");
      return [m.routed(links.split(",").length), " ", links.split(",").map((link, i) => [i ? " → " : "", h("b", {}, foreign(link))]), rule ? [m.byRule, " ", h("code", {}, foreign(rule))] : m.byDefault];
    }
    case "PLANNED": return [m.planned, " ", h("b", {}, step.code), ` · ${(step.text ?? "").replace(/^parts (\d+)$/, (_, count) => m.parts(Number(count)))}`];
    case "ATTEMPT": return [badge(step.code), " ", m.on, " ", h("b", {}, foreign(step.link)), step.session ? [" · ", m.session, " ", h("code", {}, foreign(step.session))] : null, step.text ? [" · ", h("code", {}, foreign(step.text)), meaning(step.text)] : null];
    case "RECEIPT": return [m.receipt, " ", badge(step.code), step.text ? [" · ", h("code", {}, foreign(step.text)), meaning(step.text)] : null];
    case "ENDED": return [m.ended, " ", badge(step.code), step.text ? [" · ", h("code", {}, foreign(step.text)), meaning(step.text)] : null];
    case "TOLD":
    case "NOT_TOLD": return [step.what === "TOLD" ? m.told : m.notTold, " ", badge(step.code), step.text ? [" ", m.by, " ", h("code", {}, step.text)] : null, step.to ? [" ", m.at, " ", h("code", {}, foreign(step.to))] : null, step.answer ? [" · ", m.answered, " ", h("code", {}, foreign(step.answer))] : null];
    default: return [step.what, " ", foreign(step.text)];
  }
}

function line(history, parts) {
  const steps = [];
  let before = null;
  for (const step of history) {
    const at = step.at ? Date.parse(step.at) : null;
    if (before !== null && at !== null && at - before > IDLE) steps.push(h("li", { class: "idle" }, T.message.idle(lasts(at - before))));
    if (at !== null) before = Math.max(at, before ?? at);
    steps.push(h("li", { class: `step ${step.what === "ATTEMPT" || step.what === "RECEIPT" || step.what === "ENDED" ? kind(step.code) : step.what === "NOT_TOLD" ? "bad" : ""}` },
      h("span", { class: "time" }, at === null ? "" : h("time", { datetime: step.at }, clock(step.at))),
      h("span", {}, words(step), step.part && parts > 1 ? h("span", { class: "hint" }, ` · ${T.message.part(step.part, parts)}`) : null)));
  }
  return h("ol", { class: "line" }, steps);
}

const pairs = all => h("dl", { class: "facts" }, all.filter(([, value]) => value !== undefined && value !== null && value !== "").map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));

/** Octets sixteen a line, with their place before them. */
function dump(hex) {
  const lines = [];
  for (let i = 0; i < hex.length; i += 32) lines.push(`${(i / 2).toString(16).padStart(4, "0")}  ${hex.slice(i, i + 32).match(/../g).join(" ")}`);
  return lines.join("\n");
}

function air(plan, message) {
  const m = T.message;
  const forced = plan.warnings.length ? h("p", {}, m.forced, " ", plan.warnings.map((w, i) => [i ? ", " : "", h("b", {}, foreign(w.character)), h("span", { class: "hint" }, ` ${w.name.toLowerCase()} (${m.position(w.position + 1)})`)])) : null;
  const parts = plan.parts.map(part => {
    const sent = message.parts.find(each => each.part === part.part);
    return h("details", { class: "part" }, h("summary", {}, h("b", {}, m.part(part.part, message.parts.length)), ` · ${part.encoding} · ${m.units(part.units)} `, sent ? badge(sent.state) : null),
      pairs([[m.link, sent && foreign(sent.link)], [m.remoteId, sent?.remoteId && h("code", {}, foreign(sent.remoteId))], [m.attempts, sent?.attempts], [m.udh, part.udh && h("code", {}, part.udh)], [m.says, part.text && folded(part.text, T.more, T.less)]]),
      part.octets ? h("pre", { class: "octets", tabindex: "0", "aria-label": m.octets }, dump(part.octets)) : h("p", { class: "hint" }, m.cutByLink));
  });
  return [forced, parts.length ? parts : h("p", { class: "hint" }, m.gone)];
}

async function actions(message, again) {
  const m = T.message;
  const id = encodeURIComponent(message.id);
  const buttons = [];
  const links = may("readAll") ? (await get("/v1/status").catch(() => ({ links: [] }))).links.map(each => each.link) : [];
  const button = (text, doing) => buttons.push(h("button", { type: "button", onclick: async () => {
    const answer = await confirmed(doing);
    if (!answer) return;
    if (answer.id && answer.id !== message.id) location.hash = `#/message/${answer.id}`; else again();
  } }, text));
  if (!may("send")) return null;
  if (WAITS.includes(message.state)) button(m.cancel, { title: m.cancelThis, text: m.cancelWhy, method: "DELETE", path: `/v1/messages/${id}`, button: m.cancel });
  if (FAILED.includes(message.state)) {
    button(m.sendAgain, { title: m.sendAgainThis, text: m.sendAgainWhy, method: "POST", path: `/v1/messages/${id}/again`, button: m.sendAgain, done: () => m.sentAgain });
    if (may("operate") && links.length) {
      const other = links.find(link => !message.links.includes(link)) ?? links[0];
      button(m.againBy, { title: m.againByThis, text: m.sendAgainWhy, method: "POST", path: `/v1/messages/${id}/again`, body: () => ({ links: [value("again-link")] }), fields: [choice("again-link", m.link, links, other)], button: m.sendAgain, done: () => m.sentAgain });
    }
  }
  let untold = null;
  if (!WAITS.includes(message.state)) {
    const way = await get(`/v1/messages/${id}/tell`).catch(problem => ({ why: problem.message }));
    if (way.why) untold = h("p", { class: "hint" }, `${m.untold} `, foreign(way.why));
    else button(m.tell, { title: m.tellThis, text: m.tellWhy(message.client, way.by), method: "POST", path: `/v1/messages/${id}/tell`, button: m.tell, done: answer => answer.delivered === undefined ? m.toldBy(answer.by) : answer.delivered ? m.heard : answer.problem });
  }
  const waitsOn = message.parts.every(part => WAITS.includes(part.state)) ? message.parts[0]?.link : null;
  const others = links.filter(link => link !== waitsOn);
  if (may("operate") && waitsOn && others.length) {
    button(m.move, { title: m.moveThis(waitsOn), text: m.moveWhy, method: "PATCH", path: `/v1/messages/${id}`, body: () => ({ link: value("move-link") }), fields: [choice("move-link", T.links.to, others, others[0])], button: m.moveButton, done: () => m.moved });
  }
  return [buttons.length ? h("div", { class: "buttons" }, buttons) : null, untold];
}

async function explained(message, place) {
  fill(place, h("p", { class: "hint" }, T.loading));
  try {
    const body = { to: message.to, ...message.from ? { from: message.from } : {}, ...message.text ? { text: message.text } : { text: "?" } };
    fill(place, why(await ask("POST", "/v1/messages?dryRun=true" + (may("operate") ? query({ client: message.client }).replace("?", "&") : ""), body)));
  } catch (problem) {
    fill(place, h("p", { class: "bad-text" }, problem.message));
  }
}

export function open(main, id) {
  const m = T.message;
  async function show() {
    const message = await get(`/v1/messages/${encodeURIComponent(id)}`);
    const plan = await get(`/v1/messages/${encodeURIComponent(id)}/parts`).catch(() => ({ parts: [], warnings: [] }));
    const reasons = h("div", { "aria-live": "polite" });
    fill(main,
      h("div", { class: "title" }, h("h1", {}, m.to, " ", number(message.to)), badge(message.state)),
      await actions(message, show),
      h("div", { class: "card text" }, message.text !== undefined ? folded(message.text, T.more, T.less) : message.data ? h("code", {}, message.data) : h("span", { class: "hint" }, m.gone)),
      pairs([[m.from, message.from && foreign(message.from)], [m.client, foreign(message.client)], [m.ref, message.ref && folded(message.ref, T.more, T.less, 80)], [m.tags, message.tags?.map(tag => h("span", { class: "tag" }, foreign(tag)))], [m.priority, T.priorities[message.priority]], [m.validUntil, message.validUntil && clock(message.validUntil)], [m.sendAt, message.sendAt && clock(message.sendAt)], [m.id, h("code", {}, message.id)]]),
      h("div", { class: "pair wide-left" },
        h("section", { class: "card", "aria-labelledby": "line-title" }, h("h2", { id: "line-title" }, m.line), line(message.history ?? [], message.parts.length)),
        h("div", {},
          h("section", { class: "card", "aria-labelledby": "air-title" }, h("h2", { id: "air-title" }, m.air), air(plan, message)),
          may("send") ? h("section", { class: "card", "aria-labelledby": "why-title" }, h("h2", { id: "why-title" }, m.why), h("p", { class: "hint" }, m.whyHint), h("button", { type: "button", onclick: () => explained(message, reasons) }, m.explain), reasons) : null)));
  }
  show().catch(problem => fill(main, h("h1", {}, m.title), h("p", { class: "bad-text" }, problem.message), h("p", {}, h("a", { href: "#/find" }, T.menu.find))));
}

// The built-in SMSC: what it received, its scenarios by a click, and a message from a phone typed by hand.
import { ask, curl, get } from "./api.js";
import { line } from "./dialog.js";
import { fill, folded, foreign, h, say } from "./dom.js";
import { look } from "./look.js";
import { clock } from "./when.js";
import { T } from "./texts.en.js";

const s = T.simulator;
const td = (label, ...content) => h("td", { "data-label": label }, content);

function received(one) {
  return h("tr", {}, td(s.at, clock(one.at)), td(s.protocol, one.protocol), td(s.account, foreign(one.account ?? "–")), td(s.to, foreign(one.to ?? "–")), td(s.from, foreign(one.from ?? "–")),
    td(s.text, one.text !== undefined ? folded(one.text, T.more, T.less, 120) : "–", one.octets ? h("details", {}, h("summary", {}, s.octets), h("code", { class: "octets" }, one.octets)) : null), td(s.did, one.scenario ? h("code", {}, foreign(one.scenario)) : s.plain));
}

export function open(main) {
  const body = h("tbody");
  const empty = h("p", { class: "fine" }, s.none);
  const scenarios = h("div", { class: "scenarios" });
  const wrong = h("p", { class: "bad-text", role: "alert" });
  const read = id => document.getElementById(id).value.trim();
  const send = async number => {
    try {
      const answer = await ask("POST", "/v1/messages", { to: number, text: s.tryText(number), receipt: "ALL" });
      say(s.sent);
      location.hash = `#/message/${answer.id}`;
    } catch (problem) { say(problem.message, true); }
  };
  fill(main, h("h1", {}, T.menu.simulator), h("p", { class: "hint" }, s.hint),
    h("section", { class: "card", "aria-labelledby": "got-title" }, h("h2", { id: "got-title" }, s.received), empty,
      h("table", { class: "list" }, h("caption", { class: "unseen" }, s.received), h("thead", {}, h("tr", {}, [s.at, s.protocol, s.account, s.to, s.from, s.text, s.did].map(name => h("th", { scope: "col" }, name)))), body)),
    h("section", { class: "card", "aria-labelledby": "scenarios-title" }, h("h2", { id: "scenarios-title" }, s.scenarios), h("p", { class: "hint" }, s.scenariosHint), scenarios),
    h("section", { class: "card", "aria-labelledby": "phone-title" }, h("h2", { id: "phone-title" }, s.phone),
      h("form", { onsubmit: async event => {
        event.preventDefault();
        wrong.textContent = "";
        try {
          const answer = await ask("POST", "/v1/simulator/incoming", { account: read("phone-account"), from: read("phone-from"), to: read("phone-to"), text: document.getElementById("phone-text").value });
          say(s.said(answer.parts));
        } catch (problem) { wrong.textContent = problem.message; }
      } }, h("div", { class: "fields" }, line("phone-account", s.account, { required: true, value: "hub" }), line("phone-from", s.from, { required: true, placeholder: "+48600100200" }), line("phone-to", s.to, { required: true, placeholder: "+48500500500" })),
      line("phone-text", s.text, { rows: 2, required: true }), wrong,
      h("div", { class: "row end" }, h("button", { type: "submit", class: "main" }, s.say)),
      h("p", { class: "hint" }, T.byCurl), h("pre", { class: "curl", tabindex: "0" }, h("code", {}, curl("POST", "/v1/simulator/incoming", { account: "hub", from: "+48600100200", to: "+48500500500", text: "…" }))))));
  get("/v1/simulator/scenarios").then(all => fill(scenarios, all.scenarios.filter(one => one.number).map(one =>
    h("button", { type: "button", class: "scenario", onclick: () => send(one.example) }, h("code", {}, one.number), h("span", {}, foreign(one.what))))), problem => fill(scenarios, h("p", { class: "bad-text" }, problem.message)));
  let shown = "";
  return look(async () => {
    const all = (await get("/v1/simulator/messages")).messages;
    const now = all.map(one => one.at + one.id).join();
    if (now === shown || body.contains(document.activeElement)) return;
    shown = now;
    empty.hidden = all.length > 0;
    fill(body, all.map(received));
  }, 1000);
}

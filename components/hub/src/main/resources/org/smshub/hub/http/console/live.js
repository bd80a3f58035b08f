// The newest messages as they come, those of a filter; numbers are hidden until who may see them asks for them.
import { get, query } from "./api.js";
import { fill, h } from "./dom.js";
import { heads, row } from "./find.js";
import { look } from "./look.js";
import { masked } from "./main.js";
import { parse, toApi } from "./query.js";
import { T } from "./texts.en.js";

const MOST = 100;

export function open(main) {
  let hide = true;
  let stands = false;
  let shown = "";
  let latest = [];
  const body = h("tbody");
  const wrong = h("p", { class: "bad-text", role: "alert" });
  const count = h("p", { class: "hint" });
  const box = h("input", { id: "query", type: "search", autocomplete: "off", spellcheck: "false", placeholder: T.live.example, oninput: () => { latest = []; } });
  const draw = () => fill(body, latest.map(message => row(message, hide)));
  const pause = h("button", { type: "button", "aria-pressed": "false", onclick: () => {
    stands = !stands;
    pause.setAttribute("aria-pressed", String(stands));
  } }, T.live.pause);
  const numbers = h("button", { type: "button", "aria-pressed": "true", disabled: masked(), onclick: () => {
    hide = !hide;
    numbers.setAttribute("aria-pressed", String(hide));
    draw();
  } }, T.live.hide);
  fill(main, h("h1", {}, T.menu.live),
    h("div", { class: "search" }, h("label", { for: "query", class: "unseen" }, T.live.filter), box, pause, numbers),
    h("p", { class: "hint" }, masked() ? T.live.masked : T.live.hint), wrong, count,
    h("table", { class: "list" }, h("caption", { class: "unseen" }, T.menu.live), heads(), body));
  return look(async () => {
    if (stands || body.contains(document.activeElement)) return;
    const { found, wrong: words } = parse(box.value);
    const asked = toApi(found);
    const bad = [...words, ...asked.wrong];
    wrong.textContent = bad.length ? T.find.wrong(bad.join(" ")) : "";
    if (bad.length) return;
    try {
      latest = (await get("/v1/messages" + query({ ...asked.asked, limit: MOST, within: 60 }))).messages;
    } catch (problem) {
      wrong.textContent = problem.message;
      return;
    }
    const now = latest.map(message => message.id + message.state).join();
    if (now !== shown) draw();
    shown = now;
    count.textContent = T.live.count(latest.length);
  }, 1000);
}

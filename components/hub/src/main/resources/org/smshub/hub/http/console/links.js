// What may be done with a link: pause, resume, drain, move what waits.
import { choice, confirmed, value } from "./dialog.js";
import { h } from "./dom.js";
import { may } from "./main.js";
import { T } from "./texts.en.js";

const path = (link, what) => `/v1/links/${encodeURIComponent(link)}/${what}`;

/** @param changed is called when it was done */
export function linkButtons(link, all, changed) {
  if (!may("operate")) return [];
  const others = all.map(each => each.link).filter(name => name !== link.link);
  const act = (what, more = {}) => async () => {
    const done = await confirmed({ title: T.links[what](link.link), text: T.links.why[what], method: "POST", path: path(link.link, what), button: T.links.do[what], ...more });
    if (done) { document.activeElement?.blur?.(); await changed(); }
  };
  const to = () => ({ to: value("to-link") });
  const fields = () => [choice("to-link", T.links.to, others, others[0])];
  const button = (what, more) => h("button", { type: "button", class: "small", "aria-label": T.links[what](link.link), onclick: () => act(what, more?.())() }, T.links.do[what]);
  const rests = ["PAUSED", "DRAINING", "DRAINED"].includes(link.state);
  return h("div", { class: "buttons" },
    rests ? button("resume") : button("pause"),
    others.length ? [rests ? null : button("drain", () => ({ body: to, fields: fields() })), button("reroute", () => ({ body: to, fields: fields(), done: answer => T.links.moved(answer.parts) }))] : null);
}

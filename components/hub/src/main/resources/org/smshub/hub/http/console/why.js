// How a message would go: the answer to a dry run.
import { foreign, h } from "./dom.js";
import { T } from "./texts.en.js";

const fact = (name, ...value) => h("div", {}, h("dt", {}, name), h("dd", {}, value));

function reason(one) {
  if (typeof one !== "object" || one === null) return h("li", {}, foreign(String(one)));
  return h("li", {}, Object.entries(one).map(([name, value]) => [h("span", { class: "hint" }, `${name} `), h("b", {}, foreign(typeof value === "object" ? JSON.stringify(value) : String(value))), " "]));
}

/** @param dry the API's answer */
export function why(dry) {
  const w = T.why;
  return h("div", { class: "why" },
    h("ol", { class: "route", "aria-label": w.links }, dry.links.map((link, i) => h("li", {}, h("b", {}, foreign(link)), h("span", { class: "hint" }, i ? ` ${w.then}` : ` ${w.first}`)))),
    h("dl", { class: "facts" },
      fact(w.rule, dry.rule ? h("code", {}, foreign(dry.rule)) : w.noRule),
      dry.plan ? fact(w.plan, `${dry.plan.encoding} · ${w.parts(dry.parts)} · ${w.left(dry.plan.unitsLeft)}`) : null,
      fact(w.octets, String(dry.octets)),
      dry.unfit ? fact(w.unfit, foreign(dry.unfit)) : null),
    dry.why?.length ? [h("h3", {}, w.rules), h("ul", { class: "reasons" }, dry.why.map(reason))] : h("p", { class: "hint" }, w.noTables),
    dry.plan?.warnings.length ? h("p", {}, T.message.forced, " ", dry.plan.warnings.map((each, i) => [i ? ", " : "", h("b", {}, foreign(each.character)), h("span", { class: "hint" }, ` ${each.name.toLowerCase()}`)])) : null);
}

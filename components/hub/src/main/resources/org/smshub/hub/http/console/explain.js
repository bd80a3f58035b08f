// The way a message would go, without sending it.
import { ask, curl, query } from "./api.js";
import { line } from "./dialog.js";
import { fill, h } from "./dom.js";
import { may } from "./main.js";
import { why } from "./why.js";
import { T } from "./texts.en.js";

export function open(main) {
  const result = h("section", { "aria-live": "polite", "aria-label": T.explain.result });
  const wrong = h("p", { class: "bad-text", role: "alert" });
  const read = id => document.getElementById(id)?.value.trim() ?? "";
  const form = h("form", { class: "card", onsubmit: async event => {
    event.preventDefault();
    wrong.textContent = "";
    const body = { to: read("to"), ...read("from") ? { from: read("from") } : {}, text: document.getElementById("text").value };
    const path = "/v1/messages" + query({ dryRun: "true", client: read("client") });
    try {
      const dry = await ask("POST", path, body);
      fill(result, h("div", { class: "card" }, h("h2", {}, T.explain.result), why(dry), h("p", { class: "hint" }, T.byCurl), h("pre", { class: "curl", tabindex: "0" }, h("code", {}, curl("POST", path, body)))));
    } catch (problem) {
      fill(result);
      wrong.textContent = problem.message;
    }
  } },
  h("div", { class: "fields" }, line("to", T.explain.to, { required: true, inputmode: "tel", placeholder: "+48600100200" }), line("from", T.explain.from, { placeholder: "ACME" }),
    may("operate") ? line("client", T.explain.client, { placeholder: "demo" }) : null),
  line("text", T.explain.text, { rows: 3, required: true }), wrong,
  h("div", { class: "row end" }, h("button", { type: "submit", class: "main" }, T.explain.button)));
  fill(main, h("h1", {}, T.menu.explain), h("p", { class: "hint" }, T.explain.hint), form, result);
}

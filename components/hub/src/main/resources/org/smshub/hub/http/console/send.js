// A message by hand.
import { confirmed, line } from "./dialog.js";
import { fill, h } from "./dom.js";
import { T } from "./texts.en.js";

export function open(main) {
  const read = id => document.getElementById(id).value;
  const form = h("form", { class: "card", onsubmit: async event => {
    event.preventDefault();
    const body = { to: read("to").trim(), text: read("text"), priority: Number(read("priority")) };
    if (read("from").trim()) body.from = read("from").trim();
    const answer = await confirmed({ title: T.send.title, text: T.send.sure(body.to), method: "POST", path: "/v1/messages", body, button: T.send.button });
    if (answer) location.hash = `#/message/${answer.id}`;
  } },
  h("div", { class: "fields" }, line("to", T.explain.to, { required: true, inputmode: "tel", placeholder: "+48600100200" }), line("from", T.explain.from, { placeholder: "ACME" }),
    h("div", { class: "field" }, h("label", { for: "priority" }, T.message.priority), h("select", { id: "priority" }, T.priorities.map((name, i) => h("option", { value: String(i), selected: i === 1 }, name))))),
  line("text", T.explain.text, { rows: 4, required: true }),
  h("div", { class: "row end" }, h("button", { type: "submit", class: "main" }, T.send.button)));
  fill(main, h("h1", {}, T.menu.send), h("p", { class: "hint" }, T.send.hint), form);
}

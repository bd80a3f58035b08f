// A question before something is done: what, the same by curl, and Escape is no.
import { ask, curl } from "./api.js";
import { fill, h, say } from "./dom.js";
import { T } from "./texts.en.js";

let count = 0;

/**
 * Asks, does it, and says what came of it.
 *
 * @param doing title, text, method, path, body (an object, or a function that makes it when it is wanted), fields (elements), button
 * @return the answer; null = it was not done
 */
export function confirmed({ title, text, method, path, body, fields = [], button, done }) {
  return new Promise(resolve => {
    const id = `dialog-${++count}`;
    const before = document.activeElement;
    let answer = null;
    const made = () => typeof body === "function" ? body() : body;
    const line = h("code", {});
    const wrong = h("p", { class: "bad-text", role: "alert" });
    const go = h("button", { type: "submit", class: "main" }, button ?? title);
    const dialog = h("dialog", { "aria-labelledby": id, onclose: () => {
      dialog.remove();
      before?.focus?.();
      resolve(answer);
    } },
    h("form", { onsubmit: async event => {
      event.preventDefault();
      go.disabled = true;
      wrong.textContent = "";
      try {
        answer = await ask(method, path, made()) ?? {};
        say(done ? done(answer) : T.done);
        dialog.close();
      } catch (problem) {
        wrong.textContent = problem.message;
        go.disabled = false;
      }
    }, oninput: () => { line.textContent = curl(method, path, made()); } },
    h("h2", { id }, title),
    text ? h("p", {}, text) : null,
    fields,
    h("p", { class: "hint" }, T.byCurl),
    h("pre", { class: "curl", tabindex: "0" }, line),
    wrong,
    h("div", { class: "row end" }, h("button", { type: "button", onclick: () => dialog.close() }, T.no), go)));
    document.body.append(dialog);
    dialog.showModal();
    line.textContent = curl(method, path, made());
    (dialog.querySelector("input, select, textarea") ?? go).focus();
  });
}

/** A choice of words, with its label. */
export function choice(id, label, options, value) {
  return h("div", { class: "field" }, h("label", { for: id }, label),
    h("select", { id, name: id }, options.map(each => h("option", { value: each, selected: each === value }, each))));
}

/** A line to write in, with its label. */
export function line(id, label, attrs = {}) {
  return h("div", { class: "field" }, h("label", { for: id }, label), h(attrs.rows ? "textarea" : "input", { id, name: id, autocomplete: "off", ...attrs }));
}

export const value = id => document.getElementById(id)?.value ?? "";

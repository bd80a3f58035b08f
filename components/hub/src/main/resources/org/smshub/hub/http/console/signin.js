// Sign in with a key: of an operator, or of a client, which sees its own alone.
import { signIn } from "./api.js";
import { h } from "./dom.js";
import { T } from "./texts.en.js";

/** @param then what follows once somebody is in */
export function signInPage(then) {
  const wrong = h("p", { class: "bad-text", id: "key-wrong", role: "alert" });
  const key = h("input", { id: "key", type: "password", name: "key", required: true, autocomplete: "current-password", spellcheck: "false", "aria-describedby": "key-wrong key-hint" });
  const button = h("button", { type: "submit", class: "main" }, T.signIn.button);
  return h("main", { class: "alone", id: "main" },
    h("h1", {}, T.name),
    h("p", { class: "hint" }, T.signIn.what),
    h("form", { class: "card", onsubmit: async event => {
      event.preventDefault();
      button.disabled = true;
      wrong.textContent = "";
      try {
        await signIn(key.value);
        key.value = "";
        await then();
      } catch (problem) {
        wrong.textContent = problem.message;
        button.disabled = false;
        key.select();
      }
    } },
    h("label", { for: "key" }, T.signIn.key),
    key, wrong, button,
    h("p", { class: "hint", id: "key-hint" }, T.signIn.hint)));
}

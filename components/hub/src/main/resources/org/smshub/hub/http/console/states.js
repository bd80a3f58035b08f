// How a state looks: a word with a mark, so that nobody has to tell colours apart.
import { h } from "./dom.js";
import { T } from "./texts.en.js";

const KINDS = {
  good: ["DELIVERED", "UP", "STARTED", "OPEN"],
  bad: ["FAILED", "REJECTED", "UNDELIVERABLE", "EXPIRED", "DELETED", "DOWN", "SILENT", "CLOSED", "STOPPED", "ENDED", "NOT_SENT"],
  doubt: ["UNKNOWN", "FAILING", "PAUSED", "DRAINED", "DRAINING", "SUSPENDED", "THROTTLED", "LATE_NOT_SENT"],
};

export function kind(state) {
  for (const [name, states] of Object.entries(KINDS)) if (states.includes(state)) return name;
  return "way";
}

/** A state as a small label. */
export function badge(state) {
  return h("span", { class: `badge ${kind(state)}` }, T.states[state] ?? state.toLowerCase());
}

// A number as its reader may see it.
import { foreign } from "./dom.js";
import { masked } from "./main.js";

/** Without three of its digits, where this key hides them. */
export function number(text, hide = masked()) {
  if (!text) return "–";
  return foreign(hide && /^\+?\d{6,}$/.test(text) ? `${text.slice(0, -5)}•••${text.slice(-2)}` : text);
}

// Elements without HTML: whatever a message says becomes text, never markup.

/** An element. attrs: properties by on…, data by name, false and null left out. Children: nodes, strings, arrays. */
export function h(tag, attrs = {}, ...children) {
  const svg = tag === "svg" || tag === "path" || tag === "circle";
  const element = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attrs ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "disabled" || name === "hidden") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  add(element, children);
  return element;
}

function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

/** Puts other children in the place of those that are there. */
export function fill(element, ...children) {
  element.replaceChildren();
  add(element, children);
  return element;
}

/** What a stranger wrote: its direction stays its own. */
export const foreign = (text, attrs = {}) => h("bdi", attrs, text ?? "");

const SHORT = 300;

/** A long text with its end folded away. */
export function folded(text, more, less, short = SHORT) {
  if (text.length <= short) return h("span", { class: "foreign" }, foreign(text));
  let open = false;
  const shown = foreign(text.slice(0, short) + "…");
  const button = h("button", { type: "button", class: "quiet", "aria-expanded": "false", onclick: () => {
    open = !open;
    shown.textContent = open ? text : text.slice(0, short) + "…";
    button.textContent = open ? less : more(text.length);
    button.setAttribute("aria-expanded", String(open));
  } }, more(text.length));
  return h("span", { class: "foreign" }, shown, " ", button);
}

/** Says it to who sees and to who hears. */
export function say(text, bad = false) {
  const said = document.getElementById("said");
  said.textContent = text;
  said.className = bad ? "said shown bad" : "said shown";
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { said.className = "said"; }, bad ? 10000 : 4000);
}

// The search language: to:+4860* state:failed since:1h link:orange tag:otp, and a word that stands alone.

export const FIELDS = ["to", "from", "state", "link", "client", "tag", "ref", "since", "until"];

const UNITS = { s: 1, m: 60, min: 60, h: 3600, d: 86400, w: 604800 };
const STATES = ["ACCEPTED", "QUEUED", "SENT", "BUFFERED", "UNKNOWN", "DELIVERED", "UNDELIVERABLE", "EXPIRED", "REJECTED", "DELETED", "FAILED", "CANCELLED"];

export { STATES };

/** The fields of a search, as they were written; word = what stands alone; wrong = what has no meaning. */
export function parse(text) {
  const found = {};
  const wrong = [];
  for (const [, name, quoted, plain] of text.matchAll(/(?:([A-Za-z]+):)?(?:"([^"]*)"|(\S+))/g)) {
    const value = quoted ?? plain;
    if (!name) found.word = found.word ? `${found.word} ${value}` : value;
    else if (FIELDS.includes(name.toLowerCase())) found[name.toLowerCase()] = value;
    else wrong.push(`${name}:${value}`);
  }
  return { found, wrong };
}

/** As it would be typed. */
export function written(fields) {
  const words = FIELDS.filter(name => fields[name]).map(name => `${name}:${/\s/.test(fields[name]) ? `"${fields[name]}"` : fields[name]}`);
  return [...words, fields.word ?? ""].join(" ").trim();
}

/** 1h, 30min, 2d from now; 2026-11-27, 2026-11-27T10:00 in local time; ISO-8601 as it is. */
export function instant(value, now = Date.now()) {
  const relative = /^(\d+)([a-z]+)$/i.exec(value);
  if (relative && UNITS[relative[2].toLowerCase()]) {
    return new Date(now - relative[1] * UNITS[relative[2].toLowerCase()] * 1000).toISOString();
  }
  const date = new Date(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00` : value);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** What the API is asked: its parameters, or the id that the word is; wrong = what cannot be asked. */
export function toApi(fields, now = Date.now()) {
  const asked = {};
  const wrong = [];
  for (const name of FIELDS) {
    const value = fields[name];
    if (!value) continue;
    if (name === "state") {
      const state = STATES.find(each => each === value.toUpperCase());
      if (state) asked.state = state; else wrong.push(`state:${value}`);
    } else if (name === "since" || name === "until") {
      const at = instant(value, now);
      if (at) asked[name] = at; else wrong.push(`${name}:${value}`);
    } else asked[name] = value;
  }
  const word = fields.word;
  if (word && /^[0-9A-HJKMNP-TV-Z]{26}$/i.test(word)) return { id: word.toUpperCase(), asked, wrong };
  if (word && /^\+?\d{3,15}\*?$/.test(word)) asked.to ??= word;
  else if (word) asked.ref ??= word;
  return { asked, wrong };
}

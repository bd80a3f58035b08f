// What the console asks: the hub's API, as anybody may with curl.
import { T } from "./texts.en.js";

/** What the API has refused, in its own words. */
export class Problem extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? T.problem.status(status));
    this.status = status;
    this.field = problem?.field;
  }
}

let signedOut = () => {};

/** Who hears that the session is over. */
export function onSignedOut(listener) {
  signedOut = listener;
}

async function send(method, path, body, type = "application/json") {
  const headers = { "X-Hub-Console": "1" };
  if (body !== undefined) headers["Content-Type"] = type;
  let answer;
  try {
    answer = await fetch(path, { method, headers, cache: "no-store", body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Problem(0, { detail: T.problem.away });
  }
  if (answer.ok) return answer;
  let problem = null;
  try { problem = await answer.json(); } catch { /* no words with it */ }
  if (answer.status === 401 && path !== "/session") signedOut();
  throw new Problem(answer.status, problem);
}

/** Asks the API; the answer's object. */
export async function ask(method, path, body) {
  const answer = await send(method, path, body);
  return answer.status === 204 ? null : answer.json();
}

export const get = path => ask("GET", path);

/** The answer as a file that the browser keeps. */
export async function file(path, name) {
  const blob = await (await send("GET", path)).blob();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export const signIn = key => send("POST", "/session", { key });
export const signOut = () => send("DELETE", "/session");

const quoted = text => "'" + text.replaceAll("'", "'\\''") + "'";

/** The same by curl. */
export function curl(method, path, body) {
  const words = ["curl"];
  if (method !== "GET") words.push("-X", method);
  words.push("-H", '"Authorization: Bearer $KEY"');
  if (body !== undefined) words.push("-H", "'Content-Type: application/json'", "-d", quoted(JSON.stringify(body)));
  words.push(`"$HUB"${quoted(path)}`);
  return words.join(" ");
}

/** A query of what is not empty. */
export function query(fields) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== "" && value !== null && value !== undefined) parameters.set(name, value);
  const text = parameters.toString();
  return text ? "?" + text : "";
}

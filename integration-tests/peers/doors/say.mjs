// What a program tells the test: a line of JSON each. What it is called with it tells, too.
import { createServer } from "node:http";

export const say = (line) => console.log(JSON.stringify(line));

/** Runs a step and says what came of it. */
export async function step(name, work) {
  try {
    say({ step: name, got: await work() });
  } catch (e) {
    say({ step: name, error: { name: e.constructor.name, message: e.message, code: e.code, status: e.status, moreInfo: e.moreInfo, response: e.response } });
  }
}

/** Until it is true, a quarter of a second apart. */
export async function until(work, good) {
  for (let i = 0; i < 240; i++) {
    const got = await work();
    if (good(got)) return got;
    await new Promise((wake) => setTimeout(wake, 250));
  }
  throw new Error("it did not become so within a minute");
}

/** A server on loopback. @param answer of (path, search, body, headers): {line, type, body} */
export function listen(port, answer) {
  return new Promise((ready) => {
    createServer((request, response) => {
      const chunks = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        const url = new URL(request.url, `http://127.0.0.1:${port}`);
        const got = answer(url, Buffer.concat(chunks).toString(), request);
        say(got.line);
        response.writeHead(200, got.type ? { "Content-Type": got.type } : {}).end(got.body);
      });
    }).listen(port, "127.0.0.1", ready);
  });
}

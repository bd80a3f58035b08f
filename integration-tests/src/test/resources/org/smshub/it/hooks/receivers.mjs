// Receivers of webhooks, each under /good/<client>, that verify by the specification's own library; what they take stands in a
// book before it is answered.
import { appendFileSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { Webhook } from "standardwebhooks";

const config = JSON.parse(readFileSync(process.argv[2]));
const webhooks = Object.fromEntries(
  Object.entries(config.secrets).map(([client, secret]) => [client, new Webhook(secret)]),
);

createServer((request, response) => {
  const came = Date.now();
  const chunks = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const body = Buffer.concat(chunks).toString();
    const client = request.url.split("/")[2];
    let good = true;
    try {
      webhooks[client].verify(body, request.headers);
    } catch {
      good = false;
    }
    appendFileSync(config.book, `${good ? came : "BAD"} ${client} ${request.headers["webhook-id"]} ${body}\n`);
    response.writeHead(good ? 204 : 401).end();
  });
}).listen(config.port, config.host, () => console.log("ready"));

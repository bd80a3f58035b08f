// node vonage.mjs <base URL> <key> <secret> <port of its own> <key that is slow> <secret that signs> <first number>
import { Vonage } from "@vonage/server-sdk";
import { Auth, AlgorithmTypes } from "@vonage/auth";
import { listen, say, step } from "./say.mjs";

const [base, key, secret, port, slow, signing, first] = process.argv.slice(2);
const own = `http://127.0.0.1:${port}`;
const connect = (apiKey, apiSecret) => new Vonage(new Auth({ apiKey, apiSecret }), { restHost: base });
const vonage = connect(key, secret);
let number = Number(first);
const to = () => `${(number += 100)}`;
const send = (more) => vonage.sms.send({ to: to(), from: "7448", clientRef: "ä=1&2", callback: `${own}/dlr?x=1`, ...more });

await listen(port, (url, body, request) => {
  const json = (request.headers["content-type"] ?? "").includes("json");
  const all = json ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body || url.search));
  const params = { ...all };
  if (!json) delete params.x;
  const valid = vonage.sms.verifySignature(params.sig ?? "", params, signing, AlgorithmTypes.sha256hmac);
  const forged = vonage.sms.verifySignature(params.sig ?? "", { ...params, msisdn: "1" }, signing, AlgorithmTypes.sha256hmac);
  return { line: { called: url.pathname, method: request.method, valid, forged, params } };
});

await step("text", () => send({ text: "Hello from Node" }));
await step("unicode", () => send({ text: "Привет, 世界 👋", type: "unicode" }));
await step("long", () => send({ text: "0123456789".repeat(40) }));
await step("binary", () => send({ type: "binary", body: "00ff80", udh: "06050415820000" }));
await step("options", () => send({ text: "flash", ttl: 60000, messageClass: 0, statusReportReq: true }));
await step("failed", () => send({ to: "48600300211", text: "x" }));
await step("undelivered", () => send({ to: "48600300212", text: "x" }));
await step("noNumber", () => send({ to: "nobody", text: "x" }));
await step("noText", () => send({}));
await step("longSender", () => send({ from: "much too long for one", text: "x" }));
await step("wrongSecret", () => connect(key, "wrong").sms.send({ to: to(), from: "7448", text: "x" }));
await step("throttled", async () => {
  const busy = connect(slow, secret);
  await busy.sms.send({ to: to(), from: "7448", text: "x" });
  return busy.sms.send({ to: to(), from: "7448", text: "x" });
});
say({ step: "done" });
process.stdin.resume().on("end", () => process.exit(0));

// node twilio.mjs <base URL> <account> <auth token> <port of its own> <account that is slow> <first number>
import twilio from "twilio";
import { listen, say, step, until } from "./say.mjs";

const [base, account, token, port, slow, first] = process.argv.slice(2);
const own = `http://127.0.0.1:${port}`;
const connect = (sid, secret) => {
  const client = twilio(sid, secret, { autoRetry: false });
  client.api.baseUrl = base;
  return client;
};
const client = connect(account, token);
let number = Number(first);
const to = () => `+${(number += 100)}`;
const send = (more) => client.messages.create({ to: to(), from: "7446", statusCallback: `${own}/status?order=7&x=a%20b#rc=2`, ...more });

await listen(port, (url, body, request) => {
  const params = Object.fromEntries(new URLSearchParams(body));
  const valid = twilio.validateRequest(token, request.headers["x-twilio-signature"] ?? "", url.href, params);
  const forged = twilio.validateRequest(token, request.headers["x-twilio-signature"] ?? "", url.href, { ...params, To: "+1" });
  const line = { called: url.pathname, search: url.search, valid, forged, params };
  if (url.pathname !== "/mo") return { line };
  const twiml = new twilio.twiml.MessagingResponse();
  twiml.message(`You said ${params.Body} & <more>`);
  twiml.message({ statusCallback: `${own}/reply` }, "Grüße");
  return { line, type: "text/xml", body: twiml.toString() };
});

await step("text", () => send({ body: "Hello from Node" }));
await step("unicode", () => send({ body: "Привет, 世界 👋" }));
await step("long", () => send({ body: "0123456789".repeat(40) }));
await step("smart", () => send({ body: "“Smart” – quotes", smartEncoded: true }));
const sid = (await send({ body: "to be fetched", validityPeriod: 3600 })).sid;
await step("fetched", () => until(() => client.messages(sid).fetch(), (m) => m.status === "delivered"));
await step("redacted", () => client.messages(sid).update({ body: "" }));
await step("removed", () => client.messages(sid).remove());
await step("failed", async () => {
  const one = await send({ to: "+48600300111", body: "x" });
  return until(() => client.messages(one.sid).fetch(), (m) => m.status === "failed");
});
await step("undelivered", async () => {
  const one = await send({ to: "+48600300112", body: "x" });
  return until(() => client.messages(one.sid).fetch(), (m) => m.status === "undelivered");
});
await step("scheduled", () => send({
  body: "tomorrow", from: undefined, messagingServiceSid: "MG0123456789abcdef0123456789abcdef",
  scheduleType: "fixed", sendAt: new Date(Date.now() + 86_400_000),
}));
await step("canceled", async () => {
  const one = await send({ body: "never", scheduleType: "fixed", sendAt: new Date(Date.now() + 86_400_000) });
  const canceled = await client.messages(one.sid).update({ status: "canceled" });
  return { was: one.status, now: canceled.status };
});
await step("listed", async () => (await client.messages.list({ limit: 5, pageSize: 2 })).map((m) => m.sid));
await step("listedTo", async () => (await client.messages.list({ to: "+48600300112", dateSentAfter: new Date(Date.now() - 3_600_000) })).map((m) => m.to));
await step("account", () => client.api.v2010.accounts(account).fetch());
await step("canceledLate", () => client.messages(sid).update({ status: "canceled" }));
await step("unknown", () => client.messages("SM00000000000000000000000000000000").fetch());
await step("noNumber", () => client.messages.create({ to: "nobody", from: "7446", body: "x" }));
await step("noBody", () => client.messages.create({ to: to(), from: "7446" }));
await step("media", () => send({ body: "x", mediaUrl: ["https://app.example.org/cat.png"] }));
await step("wrongToken", () => connect(account, "wrong").messages.create({ to: to(), from: "7446", body: "x" }));
await step("throttled", async () => {
  const busy = connect(slow, token);
  await busy.messages.create({ to: to(), from: "7446", body: "x" });
  return busy.messages.create({ to: to(), from: "7446", body: "x" });
});
say({ step: "done" });
process.stdin.resume().on("end", () => process.exit(0));

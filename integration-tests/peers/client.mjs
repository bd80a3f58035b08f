// A client that swagger-typescript-api made of the contract sends, finds and cancels: node client.mjs CLIENT HUB KEY
const [made, hub, key] = process.argv.slice(2);
const { Api } = await import(made);
const api = new Api({ baseUrl: hub, baseApiParams: { format: 'json', headers: { Authorization: `Bearer ${key}` } } });
const say = (what, holds) => {
  if (!holds) throw new Error(`${what} does not hold`);
  console.log(what);
};
const text = `client ${Date.now()}`;
const sent = (await api.v1.sendMessage({ to: '+48600300001', text, tags: ['client'] })).data;
say('accepted', sent.state === 'ACCEPTED');
const later = (await api.v1.sendMessage({ to: '+48600300002', text, sendAt: '2090-01-01T00:00:00Z' })).data;
say('found', (await api.v1.findMessage(later.id)).data.text === text);
say('changed', (await api.v1.changeMessage(later.id, { priority: 3 })).data.id === later.id);
say('cancelled', (await api.v1.cancelMessage(later.id)).data.state === 'CANCELLED');
const page = (await api.v1.findMessages({ tag: 'client', limit: 5 })).data;
say('searched', page.messages.some(message => message.id === sent.id));
say('dry run', (await api.v1.sendMessage({ to: '+48600300003', text }, { dryRun: true })).data.parts === 1);
const batch = (await api.v1.sendMessages({ text: 'x', recipients: ['+48600300004', 'nobody'] })).data;
say('a batch', batch.accepted === 1 && batch.refused === 1);
say('counted', (await api.v1.countMessages({})).data.counts.length > 0);
try {
  await api.v1.findMessage('none');
  throw new Error('a message that is none was found');
} catch (answer) {
  say('refused', answer.status === 404);
}

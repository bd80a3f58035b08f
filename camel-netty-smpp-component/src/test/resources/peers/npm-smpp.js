// npm package smpp as an application: node npm-smpp.js PORT; a line of JSON for each thing that happens
const smpp = require('smpp');
const port = Number(process.argv[2]);
const say = (what, more) => console.log(JSON.stringify({ what, ...more }));
const stranger = smpp.connect({ url: `smpp://127.0.0.1:${port}` }, () => {
  stranger.bind_transceiver({ system_id: 'node', password: 'wrong' }, (refused) => say('refused', { status: refused.command_status }));
});
const session = smpp.connect({ url: `smpp://127.0.0.1:${port}` }, () => {
  session.bind_transceiver({ system_id: 'node', password: 'secret' }, (bound) => {
    say('bound', { status: bound.command_status });
    const to = { destination_addr: '48600100200', dest_addr_ton: 1, dest_addr_npi: 1, registered_delivery: 1,
      source_addr: '48700800900', source_addr_ton: 1, source_addr_npi: 1 };
    const sent = (pdu) => say('sent', { status: pdu.command_status, id: pdu.message_id });
    session.submit_sm({ ...to, short_message: 'Hello from node' }, sent);
    session.submit_sm({ ...to, short_message: 'Zażółć', data_coding: 8 }, sent);
    session.submit_sm({ ...to, esm_class: 0x40, data_coding: 4,
      short_message: { udh: Buffer.from([6, 5, 4, 0x0b, 0x84, 0x23, 0xf0]), message: Buffer.from([0, 255, 1]) } }, sent);
    for (let i = 1; i <= 2; i++) {
      session.submit_sm({ ...to, esm_class: 0x40,
        short_message: { udh: Buffer.from([5, 0, 3, 9, 2, i]), message: 'x'.repeat(150) } }, sent);
    }
    session.submit_sm({ ...to, message_payload: 'y'.repeat(400) }, sent);
    session.query_sm({ message_id: '1' }, (pdu) => say('query', { status: pdu.command_status, state: pdu.message_state }));
    session.submit_sm({ ...to, destination_addr: '48600100231', short_message: 'echo ' + 'm'.repeat(200) }, sent);
  });
});
let deliveries = 0;
session.on('deliver_sm', (pdu) => {
  say('deliver', { esm: pdu.esm_class, id: pdu.receipted_message_id, text: pdu.short_message.message.toString(),
    udh: pdu.short_message.udh ? pdu.short_message.udh.length : 0 });
  session.send(pdu.response());
  if (++deliveries === 9) {
    session.unbind((answer) => { say('unbound', { status: answer.command_status }); session.close(); });
  }
});
session.on('error', (e) => { say('error', { message: e.message }); process.exit(1); });
setTimeout(() => process.exit(2), 20000).unref();

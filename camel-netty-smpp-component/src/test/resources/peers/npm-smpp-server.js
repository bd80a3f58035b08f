// npm package smpp as a centre: node npm-smpp-server.js PORT; a line of JSON for each thing that happens
const smpp = require('smpp');
const say = (what, more) => console.log(JSON.stringify({ what, ...more }));
let ids = 0;
smpp.createServer((session) => {
  const bind = (pdu) => {
    const good = pdu.password === 'secret';
    say('bind', { command: pdu.command, system: pdu.system_id, good });
    session.send(pdu.response({ command_status: good ? 0 : 14, system_id: 'node' }));
  };
  for (const name of ['bind_transceiver', 'bind_transmitter', 'bind_receiver']) session.on(name, bind);
  const submit = (pdu) => {
    const id = String(++ids);
    const message = pdu.short_message && pdu.short_message.message;
    const payload = pdu.message_payload && (pdu.message_payload.message || pdu.message_payload);
    say(pdu.command, { id, coding: pdu.data_coding, esm: pdu.esm_class, port: pdu.source_port,
      text: String(message && message.length ? message : payload || '') });
    session.send(pdu.response({ message_id: id }));
    if (pdu.registered_delivery) {
      session.deliver_sm({ esm_class: 4, source_addr_ton: 1, source_addr_npi: 1, source_addr: pdu.destination_addr,
        destination_addr: pdu.source_addr, receipted_message_id: id, message_state: 2,
        short_message: `id:${id} sub:001 dlvrd:001 submit date:2611261700 done date:2611261701 stat:DELIVRD err:000 text:` },
      (answer) => say('receipt', { status: answer.command_status }));
    }
    if (pdu.destination_addr.endsWith('31')) {
      session.deliver_sm({ source_addr_ton: 1, source_addr_npi: 1, source_addr: pdu.destination_addr, data_coding: 8,
        destination_addr: '2345', short_message: 'Zażółć' }, (answer) => say('message', { status: answer.command_status }));
    }
  };
  session.on('submit_sm', submit);
  session.on('data_sm', submit);
  session.on('query_sm', (pdu) => session.send(pdu.response({ message_id: pdu.message_id, final_date: '', message_state: 2, error_code: 0 })));
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => { say('unbind'); session.send(pdu.response()); });
  session.on('error', () => {});
}).listen(Number(process.argv[2]), '127.0.0.1', () => say('listening'));
setTimeout(() => process.exit(2), 60000).unref();

"""Puts messages on the queue sms.shop by AMQP 1.0: python3 send.py HOST:PORT. The first three are good."""

import sys
import uuid

from proton import Message, symbol, ulong
from proton.utils import BlockingConnection

odd = {
    "SmsTo": "nobody",
    "x-opt.a b": "a name that is none in JMS",
    "select": "a word of its selectors",
    "list": [1, 2],
    "map": {"a": 1},
    "uuid": uuid.uuid4(),
    "symbol": symbol("s"),
    "octets": b"\x00\xff",
    "none": None,
    "mine": "kept",
}

connection = BlockingConnection(sys.argv[1], timeout=60, allowed_mechs="ANONYMOUS")
sender = connection.create_sender("sms.shop")
for number, (properties, body) in enumerate(
    [
        ({"SmsTo": "+48600120240"}, "by proton"),
        ({}, '{"to":"+48600120241","text":"by proton"}'),
        ({}, b'{"to":"+48600120242","text":"by proton"}'),
        # refused
        (odd, "to nobody"),
        # a map of AMQP is an object to JMS, unless its sender says otherwise
        ({}, {"to": "+48600120243", "text": "by proton", "priority": 1}),
        ({}, {"to": ["+48600120249"], "text": {"a": [1]}}),
        ({"SmsTo": "+48600120249"}, ["a", "list"]),
        ({"SmsTo": "+48600120249"}, ulong(7)),
        ({"SmsTo": "+48600120249"}, None),
        ({"SmsTo": ["+48600120249"]}, "to a list"),
    ]
):
    sender.send(Message(id="proton-%d" % number, body=body, properties=properties, durable=True))
connection.close()

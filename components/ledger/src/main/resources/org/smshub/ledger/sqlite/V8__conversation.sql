-- who wrote last to a number by mail (ledger:conversation): of messages that were mails alone, so that no other costs more
create index part_conversation on part (client, recipient, id) where part = 1 and client_ref >= 'mail:' and client_ref < 'mail;';

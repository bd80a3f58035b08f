-- By which input a message came and by which rule it was routed, as "http-send" or "http-send poland"; word.
alter table part add column origin integer;

-- What ended badly is looked for, and is seldom; what goes well has no row here. What else is looked for stands in a file of
-- its own (search.db), which is made from this one beside all writing and may be deleted while the hub is stopped.
create index part_ended on part (state) where state in (7, 8, 9, 10, 11, 12);

-- What came from phones for clients, kept as long as messages are. Its events go when they are heard.
create table incoming_message (
  id          integer primary key,           -- in the order in which they came
  message_id  text    not null unique,
  client      text    not null,
  link        text    not null,
  recipient   text    not null,
  sender      text,
  body,                                      -- text, blob for octets, null where its client keeps no texts
  encoding    text    not null,
  udh         blob,
  class       integer,
  fields      text,
  received_at integer not null,              -- epoch ms: the centre's time stamp
  kept_at     integer not null,              -- epoch ms
  gone_at     integer                        -- epoch ms: its client keeps texts no longer; null = as long as messages
);
create index incoming_message_client on incoming_message (client);
create index incoming_message_sender on incoming_message (sender);
create index incoming_message_gone on incoming_message (gone_at) where gone_at is not null;

-- What became of a message as a whole stands beside what became of its parts, as part 0: TOLD, link: by which way, code: the state.
drop view attempt;
create view attempt as
  select message_id, part, at, strftime('%Y-%m-%dT%H:%M:%fZ', at / 1000.0, 'unixepoch') as time, link, outcome, code, text from part_history
    where part > 0
  union all
  select message_id, part, sent_at, strftime('%Y-%m-%dT%H:%M:%fZ', sent_at / 1000.0, 'unixepoch'),
      (select word from word where id = link), 'SENT', null, null from part
    where sent_at is not null;

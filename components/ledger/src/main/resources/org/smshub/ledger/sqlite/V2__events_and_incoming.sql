-- the events consumer that hears of the message; null = nobody, and nothing of what follows costs anything
alter table part add column events text;
-- on part 1: the state of the message that was told last
alter table part add column told text;

-- what applications are to hear: an outbox, written in the transaction of what it tells, emptied as it is heard
create table event (
  id          integer primary key autoincrement, -- in the order it happened; never used again
  consumer    text    not null,
  client      text    not null,
  kind        text    not null,      -- RECEIPT or MESSAGE
  message_id  text    not null,
  recipient   text    not null,
  sender      text,
  client_ref  text,
  state       text,                  -- of a RECEIPT
  error_code  text,
  body,                              -- of a MESSAGE: text, or blob when encoding is BINARY
  encoding    text,
  udh         blob,
  class       integer,
  link        text,
  happened_at integer not null,      -- epoch ms: the state was reached, the centre got the message
  accepted_at integer,               -- epoch ms: when the message that a RECEIPT is about was accepted
  created_at  integer not null,
  due         integer not null,      -- epoch ms: not before
  attempts    integer not null default 0
);
-- the queue of a client
create index event_client on event (consumer, client, id);
-- what nobody heard in time
create index event_age on event (consumer, created_at);

-- parts of incoming messages until they are whole, and for some minutes after, so that a double is known as such
create table incoming_part (
  sender      text    not null,
  recipient   text    not null,
  reference   integer not null,      -- of the concatenation; the 8-bit ones and the 16-bit ones never match each other
  wide        integer not null,
  parts       integer not null,
  part        integer not null,
  alphabet    text    not null,
  udh         blob    not null,      -- with its concatenation element
  body        blob    not null,      -- one septet an octet for GSM-7
  class       integer,
  link        text    not null,
  client      text,                  -- who gets it; null = nobody has the number
  consumer    text,
  received_at integer not null,      -- epoch ms: the centre's time stamp
  due         integer not null,      -- epoch ms: goes on with gaps then; once whole: is forgotten then
  whole       integer not null default 0,
  primary key (recipient, sender, reference, wide, parts, part)
) without rowid;
create index incoming_part_due on incoming_part (due);

-- whole messages to numbers that nobody has
create table unclaimed_message (
  message_id  text    primary key,
  link        text    not null,
  recipient   text    not null,
  sender      text,
  body                not null,
  encoding    text    not null,
  udh         blob,
  class       integer,
  received_at integer not null
) without rowid;

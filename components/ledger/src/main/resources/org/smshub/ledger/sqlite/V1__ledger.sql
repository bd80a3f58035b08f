-- One row a part; a message is its parts. State names are those of the design: a reader needs no legend.
create table part (
  message_id  text    not null,              -- ULID, so rows lie in the order of acceptance
  part        integer not null,              -- 1-based
  parts       integer not null,
  client      text    not null,
  client_ref  text,                          -- the caller's idempotency key
  sender      text,
  recipient   text    not null,
  body                not null,              -- text, or blob when encoding is BINARY
  encoding    text    not null,
  udh         blob,
  class       integer,
  data_coding integer,
  protocol_id integer,
  receipt     text    not null,
  priority    integer not null,              -- 0 bulk … 3 urgent
  links       text    not null,              -- the links to try, in order
  link        text    not null,              -- the one in use
  state       text    not null,
  due         integer not null,              -- epoch ms: not before
  expires     integer,                       -- epoch ms: useless after
  attempts    integer not null default 0,    -- claims on the link in use
  doubt       integer not null default 0,    -- sends that may have reached the centre and whose id was never learnt
  remote_id   text,
  error_code  text,
  error_text  text,
  accepted_at integer not null,
  claimed_at  integer,
  sent_at     integer,
  done_at     integer,
  primary key (message_id, part)
) without rowid;

-- the queue of a link: the claim reads it in this order, once per priority
create index part_ready on part (link, priority, due, message_id, part) where state = 'QUEUED';
-- deadlines of what still waits
create index part_expiry on part (expires) where state = 'QUEUED' and expires is not null;
-- what a crash left in flight
create index part_claimed on part (link) where state = 'CLAIMED';
-- receipts; kept for final states too, so that a doubled receipt is known as such
create index part_remote on part (link, remote_id) where remote_id is not null;
-- sends of unknown outcome, which a receipt can still resolve by its addresses
create index part_doubt on part (link, recipient) where doubt > 0;
-- the idempotency key of a client
create unique index part_client_ref on part (client, client_ref) where part = 1 and client_ref is not null;

-- receipts that match nothing: yet (they overtook their submit result) or at all
create table unmatched_receipt (
  id          integer primary key,
  link        text    not null,
  remote_id   text    not null,
  state       text    not null,
  recipient   text,
  error_code  text,
  done_at     integer not null,
  received_at integer not null,
  settled     integer not null default 0     -- it has settled a send of unknown outcome; kept so that its double is known
);
create unique index unmatched_receipt_remote on unmatched_receipt (link, remote_id, state);
create index unmatched_receipt_open on unmatched_receipt (received_at) where settled = 0;

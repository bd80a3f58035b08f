-- Narrow rows. Looking in by hand stays easy:
--   select * from messages where id = '01…';
--   select link, state, count(*) from messages group by 1, 2;
-- The rows of the old table move after this, some thousand at a time, so that a start that is killed goes on where it was and
-- the file does not grow: each portion takes the pages that the one before has left.

-- Words that come again and again: clients, links, lists of links, accounts, consumers of events. Rows hold their numbers.
-- Those below 100 never change: they stand in indexes.
create table word (
  id   integer primary key,
  word text    not null unique
);
insert into word (id, word) values
  (1, 'QUEUED'), (2, 'CLAIMED'), (3, 'SENT'), (4, 'BUFFERED'), (5, 'UNKNOWN'), (6, 'DELIVERED'), (7, 'UNDELIVERABLE'),
  (8, 'EXPIRED'), (9, 'REJECTED'), (10, 'DELETED'), (11, 'FAILED'), (12, 'CANCELLED'),
  (21, 'NONE'), (22, 'FINAL'), (23, 'ALL'),
  (31, 'GSM7'), (32, 'UCS2'), (33, 'BINARY'),
  (99, '');

drop view attempt;
drop index part_ready;
drop index part_expiry;
drop index part_claimed;
drop index part_remote;
drop index part_doubt;
drop index part_client_ref;
drop index part_open;
drop index part_again;
drop index part_text;
alter table part rename to part_before;

-- One row a part; a message is its parts. What changes, or is looked for, stands first: it is read most.
create table part (
  id          integer primary key,           -- in the order of acceptance
  state       integer not null               -- word; an older hub would write text, and nobody would find it
              check (typeof(state) = 'integer'),
  link        integer not null,              -- word: the one in use
  priority    integer not null,              -- 0 bulk … 3 urgent
  due         integer not null,              -- epoch ms: not before
  expires     integer,                       -- epoch ms: useless after
  receipt     integer not null,              -- word
  recipient   text    not null,
  error_code  text,
  account     integer,                       -- word: whose receipts are meant, known from the first result on
  remote_key  text,                          -- remote_id in the form in which the account compares ids
  doubt       integer not null default 0,    -- sends that may have reached the centre and whose id was never learnt
  doubt_account integer,                     -- word: the account at which such a send may have arrived
  keep_text   integer,                       -- null as long as the row, 0 until it cannot be sent any more, 1 until it is final, else epoch ms
  attempts    integer not null default 0,    -- sends on the link in use that left, or were refused
  throttles   integer not null default 0,    -- refusals for going too fast on the link in use, since the last other answer
  remote_id   text,
  claimed_at  integer,
  sent_at     integer,
  done_at     integer,
  accepted_at integer not null,
  error_text  text,
  told        integer,                       -- on part 1, word: the state of the message that was told last
  message_id  text    not null,              -- ULID
  part        integer not null,              -- 1-based
  parts       integer not null,
  client      integer not null,              -- word
  client_ref  text,                          -- the caller's idempotency key
  sender      text,
  encoding    integer not null,              -- word
  links       integer not null,              -- word: the links to try, in order
  events      integer,                       -- word: the events consumer that hears of the message; null = nobody
  udh         blob,
  class       integer,
  data_coding integer,
  protocol_id integer,
  body                not null               -- text, or blob when encoding is BINARY
);

create unique index part_message on part (message_id, part);
-- the idempotency key of a client
create unique index part_client_ref on part (client, client_ref) where part = 1 and client_ref is not null;
-- the queue of a link: the claim reads it in this order, once per priority
create index part_ready on part (link, priority, due) where state = 1;
-- deadlines of what still waits
create index part_expiry on part (expires) where state = 1 and expires is not null;
-- what a crash left in flight
create index part_claimed on part (link) where state = 2;
-- receipts; kept for final states too, so that a doubled receipt is known as such
create index part_remote on part (account, remote_key) where remote_key is not null;
-- sends of unknown outcome, which a receipt can still resolve by its addresses
create index part_doubt on part (doubt_account, recipient) where doubt > 0;
-- what else a receipt without a known id could mean: only what its centre has
create index part_open on part (recipient) where state in (3, 4) and receipt <> 21;
-- what waits for a phone that could not be reached
create index part_again on part (recipient) where state = 1 and error_code is not null;
-- bodies that go at a time of their own
create index part_text on part (keep_text) where keep_text > 1;

-- The same in words, times in UTC.
create view messages as
  select message_id as id, part, parts,
    (select word from word where id = client) as client, client_ref,
    (select word from word where id = link) as link,
    sender, recipient,
    coalesce((select word from word where id = state), state) as state,
    (select word from word where id = encoding) as encoding,
    case typeof(body) when 'blob' then hex(body) else body end as body,
    (select word from word where id = links) as links,
    priority,
    (select word from word where id = receipt) as receipt,
    remote_id, attempts, throttles, doubt, error_code, error_text,
    strftime('%Y-%m-%dT%H:%M:%fZ', accepted_at / 1000.0, 'unixepoch') as accepted,
    strftime('%Y-%m-%dT%H:%M:%fZ', due / 1000.0, 'unixepoch') as due,
    strftime('%Y-%m-%dT%H:%M:%fZ', expires / 1000.0, 'unixepoch') as expires,
    strftime('%Y-%m-%dT%H:%M:%fZ', claimed_at / 1000.0, 'unixepoch') as claimed,
    strftime('%Y-%m-%dT%H:%M:%fZ', sent_at / 1000.0, 'unixepoch') as sent,
    strftime('%Y-%m-%dT%H:%M:%fZ', done_at / 1000.0, 'unixepoch') as done,
    hex(udh) as udh, class, data_coding, protocol_id
  from part;

create view attempt as
  select message_id, part, at, strftime('%Y-%m-%dT%H:%M:%fZ', at / 1000.0, 'unixepoch') as time, link, outcome, code, text from part_history
  union all
  select message_id, part, sent_at, strftime('%Y-%m-%dT%H:%M:%fZ', sent_at / 1000.0, 'unixepoch'),
      (select word from word where id = link), 'SENT', null, null from part
    where sent_at is not null;

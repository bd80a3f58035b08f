-- Attempts, receipts and what has no place. Looking in by hand stays easy:
--   select state, count(*) from part group by 1;
--   select * from attempt where message_id = '01…';
--   select * from unmatched_receipt where look_at is null and settled = 0;   -- match nothing, and wait no longer
--   select link, reason, hex(octets) from unread;
--
-- No auto_vacuum, also for new files: what the retention deletes lies together (ids are in the order of acceptance), whole
-- pages become free and the next messages take them, so the file is as large as the ledger ever was and no larger. A
-- vacuum by increments would move pages for each group, only to ask the disk for them again. After an exceptional
-- backlog: stop the hub, sqlite3 ledger.db vacuum.

-- whose receipts are meant: links with one login at one centre share an account; known from the first result on
alter table part add column account text;
-- remote_id in the form in which the account compares ids
alter table part add column remote_key text;
-- refusals for going too fast on the link in use, since the last other answer
alter table part add column throttles integer not null default 0;
-- how long the body is kept: null as long as the row, 0 until it cannot be sent any more, 1 until it is final, else epoch ms
alter table part add column keep_text integer;
-- the account at which a send of unknown outcome may have arrived
alter table part add column doubt_account text;

-- What was sent before: each link an account of its own, ids by the form SAFE. Hex of more than 15 digits stays as it is: its
-- receipt still matches where it is equal as text.
update part set account = link, remote_key = case
    when trim(remote_id) not glob '*[^0-9]*' then
      iif(length(ltrim(trim(remote_id), '0')) >= 8, ltrim(trim(remote_id), '0'), trim(remote_id))
    when length(trim(remote_id)) between 8 and 15 and trim(remote_id) not glob '0*'
      and (trim(remote_id) not glob '*[^0-9a-f]*' or trim(remote_id) not glob '*[^0-9A-F]*') then
      (with recursive hex(i, value) as (
         select 0, 0 union all
         select i + 1, value * 16 + instr('0123456789abcdef', lower(substr(trim(remote_id), i + 1, 1))) - 1
         from hex where i < length(trim(remote_id)))
       select cast(value as text) from hex order by i desc limit 1)
    else trim(remote_id) end
  where trim(remote_id) <> '';
update part set doubt_account = link where doubt > 0;

drop index part_remote;
create index part_remote on part (account, remote_key) where remote_key is not null;
drop index part_doubt;
create index part_doubt on part (doubt_account, recipient) where doubt > 0;
-- What else could a receipt without a known id mean? Only what its centre has: an index of all numbers for ever, or one more row
-- while a part is in flight, would cost each message half as much again.
create index part_open on part (recipient) where state in ('SENT', 'BUFFERED') and receipt <> 'NONE';
-- what waits for a phone that could not be reached
create index part_again on part (recipient) where state = 'QUEUED' and error_code is not null;
-- bodies that go at a time of their own
create index part_text on part (keep_text) where keep_text > 1;

-- what became of a part before its present state, at most a hundred rows a part; that it was sent stands in the part itself
create table part_history (
  message_id  text    not null,
  part        integer not null,
  n           integer not null,              -- in the order it happened
  at          integer not null,              -- epoch ms
  link        text    not null,
  outcome     text    not null,              -- attempts: NOT_SENT, UNKNOWN; beside them: THROTTLED, MOVED (link: where to), LATE, LATE_NOT_SENT
  code        text,
  text        text,
  primary key (message_id, part, n)
) without rowid;

create view attempt as
  select message_id, part, at, strftime('%Y-%m-%dT%H:%M:%fZ', at / 1000.0, 'unixepoch') as time, link, outcome, code, text from part_history
  union all
  select message_id, part, sent_at, strftime('%Y-%m-%dT%H:%M:%fZ', sent_at / 1000.0, 'unixepoch'), link, 'SENT', null, null from part
    where sent_at is not null;

-- Receipts that match nothing, anew. A row waits for its submit result or for a doubt until its patience is over (look_at), then it
-- costs nothing (look_at is null) until a new doubt about its number wakes it.
alter table unmatched_receipt rename to unmatched_receipt_before;
create table unmatched_receipt (
  id          integer primary key,
  account     text    not null,
  link        text    not null,
  remote_key  text,                          -- of the surest id; null when the centre gave none
  ids         text,                          -- as they came, the surest first, one a line
  state       text    not null,
  recipient   text,
  error_code  text,
  done_at     integer not null,
  received_at integer not null,
  look_at     integer,                       -- epoch ms from which its patience runs; null = no more
  settled     integer not null default 0,    -- it has settled a send of unknown outcome; kept so that its double is known
  known       integer not null default 0     -- it says again what is known; kept a while, for a centre may use an id again
);
insert into unmatched_receipt (id, account, link, remote_key, ids, state, recipient, error_code, done_at, received_at, look_at, settled)
  select id, link, link, case
      when trim(remote_id) not glob '*[^0-9]*' then
        iif(length(ltrim(trim(remote_id), '0')) >= 8, ltrim(trim(remote_id), '0'), trim(remote_id))
      when length(trim(remote_id)) between 8 and 15 and trim(remote_id) not glob '0*'
        and (trim(remote_id) not glob '*[^0-9a-f]*' or trim(remote_id) not glob '*[^0-9A-F]*') then
        (with recursive hex(i, value) as (
           select 0, 0 union all
           select i + 1, value * 16 + instr('0123456789abcdef', lower(substr(trim(remote_id), i + 1, 1))) - 1
           from hex where i < length(trim(remote_id)))
         select cast(value as text) from hex order by i desc limit 1)
      else trim(remote_id) end,
    trim(remote_id), state, recipient, error_code, done_at, received_at, iif(settled, null, received_at), settled
  from unmatched_receipt_before;
drop table unmatched_receipt_before;
create index unmatched_receipt_key on unmatched_receipt (account, remote_key) where remote_key is not null;
create index unmatched_receipt_look on unmatched_receipt (look_at) where look_at is not null;
create index unmatched_receipt_open on unmatched_receipt (account, recipient, look_at) where settled = 0 and known = 0;
-- keys of its other ids, where it has several
create table unmatched_receipt_other (
  account     text    not null,
  remote_key  text    not null,
  receipt     integer not null,
  primary key (account, remote_key, receipt)
) without rowid;
create index unmatched_receipt_other_receipt on unmatched_receipt_other (receipt);

create index unclaimed_message_link on unclaimed_message (link);

-- what was acknowledged, or stood in this file, and could not be understood
create table unread (
  id          integer primary key,
  link        text    not null,
  route       text,                          -- the address that may read it again; null = none
  octets      blob,
  headers     text,                          -- one name=value a line
  reason      text    not null,
  received_at integer not null,              -- epoch ms
  kept_at     integer not null               -- epoch ms
);
create index unread_link on unread (link);

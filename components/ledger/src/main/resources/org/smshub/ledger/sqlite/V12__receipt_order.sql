-- What a receipt may be about is told by the order of things, and no clock decides it: a receipt's id is never given out again, so
-- that a claim knows which came before it, and it names the part that was accepted last before it came. Of what an older hub kept
-- that is found by the times, which may be wrong where a clock was set.
alter table unmatched_receipt rename to unmatched_receipt_before;
create table unmatched_receipt (
  id          integer primary key autoincrement,
  account     text    not null,
  link        text    not null,
  remote_key  text,                          -- of the surest id; null when the centre gave none
  ids         text,                          -- as they came, the surest first, one a line
  state       text    not null,
  recipient   text,
  error_code  text,
  done_at     integer not null,
  received_at integer not null,
  last_part   integer not null,              -- id of the last part of which it may be
  look_at     integer,                       -- epoch ms from which its patience runs; null = no more
  settled     integer not null default 0,    -- it has settled a send of unknown outcome; kept so that its double is known
  known       integer not null default 0     -- it says again what is known; kept a while, for a centre may use an id again
);
insert into unmatched_receipt (id, account, link, remote_key, ids, state, recipient, error_code, done_at, received_at, last_part, look_at,
    settled, known)
  select id, account, link, remote_key, ids, state, recipient, error_code, done_at, received_at,
    -- the last that was accepted before it came, by halves: ids are in the order of acceptance
    (with recursive search(before, step) as (
       select 0, 1 << 40
       union all
       select iif((select accepted_at from part where id >= before + step order by id limit 1) <= received_at,
         before + step, before), step / 2 from search where step > 0)
     select before from search where step = 0),
    look_at, settled, known
  from unmatched_receipt_before order by id;
drop table unmatched_receipt_before;
create index unmatched_receipt_key on unmatched_receipt (account, remote_key) where remote_key is not null;
create index unmatched_receipt_look on unmatched_receipt (look_at) where look_at is not null;
create index unmatched_receipt_open on unmatched_receipt (account, recipient, look_at) where settled = 0 and known = 0;

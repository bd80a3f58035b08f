-- A state that stands in an index makes each change of it a new entry in every index. What indexes need of it stands in
-- columns of their own, which do not change from SENT on to DELIVERED: such an update stays on its page (HOT), which keeps
-- room for it. Once, this writes the table anew: some minutes for tens of millions of rows.
drop index part_ready;
drop index part_expiry;
drop index part_claimed;
drop index part_open;
drop index part_again;
drop index part_ended;

alter table part set (
  fillfactor = 80,
  -- vacuum reads all indexes, so what it finds must be worth it in a large table too
  autovacuum_vacuum_scale_factor = 0.02
);
alter table part
  add column waits integer generated always as (case when state < 3 then state end) stored, -- QUEUED, CLAIMED
  add column ended integer generated always as (case when state > 6 then state end) stored; -- badly

-- the queue of a link: the claim reads it in this order, once per priority
create index part_ready on part (link, priority, due, id) where waits = 1;
-- deadlines of what still waits
create index part_expiry on part (expires) where waits = 1 and expires is not null;
-- what a crash left in flight
create index part_claimed on part (link) where waits = 2;
-- what else a receipt without a known id could mean
create index part_open on part (recipient) where receipt <> 21;
-- what waits for a phone that could not be reached
create index part_again on part (recipient) where waits = 1 and error_code is not null;
-- what ended badly is looked for, and is seldom
create index part_ended on part (ended) where ended is not null;

-- How late the ledger's times are: what its groups have written by now. As long as a start is not before that, nothing in the
-- ledger is of a time to come, and the queues need not be gone through for what a clock that was put back has moved.
alter table node add stamp bigint;               -- epoch ms by the hub's clock: the latest group
-- of what was written before this column was
update node set stamp = extract(epoch from clock_timestamp() + interval '1 day') * 1000;

create function written(hub text, session bigint, number bigint, now bigint) returns void language plpgsql as $$
begin
  update node set seq = number, at = clock_timestamp(), stamp = greatest(stamp, now)
    where node = hub and incarnation = session and alive;
  if not found then
    raise exception 'another session writes for hub %, or another hub took it for dead', hub using errcode = 'HB001';
  end if;
end
$$;

-- of a hub of the version before
create or replace function written(hub text, session bigint, number bigint) returns void language sql as
  'select written(hub, session, number, (extract(epoch from clock_timestamp()) * 1000)::bigint)';

-- What a link with a budget (ledger:link?budget=…) has sent on its last day. Written with each claim, as if all that is claimed
-- were sent, so that a crash never makes it smaller; what comes back is taken off with the next claim.
create table budget (
  link        integer primary key,           -- word
  day         integer not null,              -- days since 1970-01-01 in the hub's time zone
  spent       integer not null               -- parts that were sent, or may have been
);

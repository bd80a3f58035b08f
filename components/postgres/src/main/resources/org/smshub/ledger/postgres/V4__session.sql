-- By which session of its link a part went: its number on the link and the peer, such as "2 10.0.0.7:2775"; word. In the history the
-- word itself stands, as links do there; of what was told (TOLD, NOT_TOLD) it is where.
alter table part add column session integer;
alter table part_history add column session text;

drop view attempt;
create view attempt as
  select message_id, part, at, moment(at) as time, link, outcome, code, text, session from part_history where part > 0
  union all
  select message_id, part, sent_at, moment(sent_at), (select word from word where id = link), 'SENT', null, null,
      (select word from word where id = session)
    from part
    where sent_at is not null;

-- A number that somebody looks for: each part stands in one index of recipients, those whose receipt is wanted in part_open.
create index part_quiet on part (recipient) where receipt = 21;
-- What ended badly, the newest first: by the state alone all of it was read and sorted for each page.
drop index part_ended;
create index part_ended on part (ended, id) where ended is not null;

-- Applications that have said that they want to hear no more (a webhook's 410): nothing is told to them until the
-- subscription is opened again. What waits for them in event stays there for its time.
create table ended_subscription (
  consumer    text    not null,
  client      text    not null,
  address     text    not null,              -- who said it: at another address of the client it does not hold
  ended_at    integer not null,              -- epoch ms
  primary key (consumer, client)
) without rowid;

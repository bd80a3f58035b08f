-- What a message says beside what the hub understands: types of numbers, optional parameters, extra services, as
--   toTon=3;tlv.1400=3132
-- Most say nothing, and null costs a row one octet.
alter table part add column fields text;
alter table event add column fields text;
alter table incoming_part add column fields text;
alter table unclaimed_message add column fields text;

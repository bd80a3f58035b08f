-- The number of a part that an application cut and numbered by SAR: reference * 65536 + parts * 256 + part. What it numbered
-- in the header stands in udh.
alter table part add column sar integer;

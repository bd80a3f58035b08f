-- The same rows by a comparison: for a list of more than two SQLite builds a table each time that a part changes its state.
drop index part_ended;
create index part_ended on part (state) where state > 6;

-- What verify needs to name the row, and not only the table and the build, that is no longer the one that was sealed.
alter table control.seals add column row_hashes bytea;
-- Hashes do not compress, and verify reads slices of them.
alter table control.seals alter column row_hashes set storage external;
comment on column control.seals.row_hashes is 'The hashes of the rows, 32 bytes each, ordered by id; rows_hash is their sha256. Null in seals of before.';

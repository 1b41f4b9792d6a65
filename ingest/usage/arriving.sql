-- Where a file waits whose keys are not all new: the rows as they would land, each with its ordinal in the file.
create temp table arriving (
    ordinal bigint not null,
    row_hash text,
    given text,
    like raw.usage_events
) on commit drop

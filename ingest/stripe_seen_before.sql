-- The events of one file whose id was there before. Empty again when the transaction ends; made once for a connection, because a receiver of webhooks lands many small batches.
create temporary table if not exists seen_before (
    event_id text, body jsonb, content bytea, row_number bigint, line_number bigint
) on commit delete rows;

-- An event without an id gets it from its content and from how many equal rows stand before it; the first of its kind has its id already.
with counted as (
    select
        arriving.ordinal,
        arriving.source,
        arriving.row_hash,
        row_number() over (partition by arriving.row_hash order by arriving.ordinal) - 1 as equal_rows_before
    from arriving
    where arriving.row_hash is not null
),
identified as (
    select
        counted.ordinal,
        counted.source,
        encode(sha256(convert_to('64:' || counted.row_hash || length(counted.equal_rows_before::text) || ':' || counted.equal_rows_before, 'UTF8')), 'hex') as event_id
    from counted
    where counted.equal_rows_before > 0
)
update arriving
set
    event_id = identified.event_id,
    event_key = left(encode(sha256(convert_to(
        case when identified.source is null then '-' else char_length(identified.source) || ':' || identified.source end || '64:' || identified.event_id, 'UTF8'
    )), 'hex'), 32)::uuid
from identified
where arriving.ordinal = identified.ordinal

-- If this fails, usage has been lost or doubled between its pieces and its lines: what is rated and what waits must be all there is,
-- on each side it is rated for.

with usage_pieces_priced as (

    select * from {{ ref('usage_pieces_priced') }}

),

usage_windows as (

    select * from {{ ref('usage_windows') }}

),

unrated_usage_planned as (

    select * from {{ ref('unrated_usage_planned') }}

),

price_timelines as (

    select * from {{ ref('price_timelines') }}

),

posting_groups as (

    select distinct
        price_timelines.posting_group_id,
        price_timelines.usage_account_id,
        price_timelines.side
    from price_timelines
    where price_timelines.is_preview is not true

),

pieces_summed as (

    select
        usage_pieces_priced.usage_account_id,
        usage_pieces_priced.meter,
        usage_pieces_priced.side,
        sum(usage_pieces_priced.quantity) as quantity
    from usage_pieces_priced
    where
        usage_pieces_priced.is_known_meter
        and usage_pieces_priced.is_preview is not true
    group by usage_pieces_priced.usage_account_id, usage_pieces_priced.meter, usage_pieces_priced.side

),

rated_and_waiting as (

    select
        posting_groups.usage_account_id,
        usage_windows.meter,
        posting_groups.side,
        usage_windows.quantity
    from usage_windows
    inner join posting_groups on posting_groups.posting_group_id = usage_windows.posting_group_id

    union all

    select
        unrated_usage_planned.account_id as usage_account_id,
        unrated_usage_planned.meter,
        unrated_usage_planned.side,
        unrated_usage_planned.quantity
    from unrated_usage_planned
    where unrated_usage_planned.side is not null

),

rated_and_waiting_summed as (

    select
        rated_and_waiting.usage_account_id,
        rated_and_waiting.meter,
        rated_and_waiting.side,
        sum(rated_and_waiting.quantity) as quantity
    from rated_and_waiting
    group by rated_and_waiting.usage_account_id, rated_and_waiting.meter, rated_and_waiting.side

)

select
    coalesce(pieces_summed.usage_account_id, rated_and_waiting_summed.usage_account_id) as usage_account_id,
    coalesce(pieces_summed.meter, rated_and_waiting_summed.meter) as meter,
    coalesce(pieces_summed.side, rated_and_waiting_summed.side) as side,
    pieces_summed.quantity as quantity_used,
    rated_and_waiting_summed.quantity as quantity_accounted_for
from pieces_summed
full join rated_and_waiting_summed
    on
        rated_and_waiting_summed.usage_account_id = pieces_summed.usage_account_id
        and rated_and_waiting_summed.meter = pieces_summed.meter
        and rated_and_waiting_summed.side = pieces_summed.side
where pieces_summed.quantity is distinct from rated_and_waiting_summed.quantity

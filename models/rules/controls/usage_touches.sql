-- The scope: usage that is planned again, by account, meter and time. Everything that was touched since the last published build,
-- by a batch, by a record, by the clock, or because it had been left waiting. A shadow build looks at the accounts and the time it was
-- asked for, closed periods included, and at the whole of each period that this reaches.

with build as (

    select * from {{ ref('stg_control__build') }}

),

shadow_accounts as (

    select * from {{ ref('stg_control__shadow_accounts') }}

),

usage_touched_by_batches as (

    select * from {{ ref('usage_touched_by_batches') }}

),

usage_touched_by_waiting as (

    select * from {{ ref('usage_touched_by_waiting') }}

),

usage_touched_by_withdrawals as (

    select * from {{ ref('usage_touched_by_withdrawals') }}

),

usage_touched_by_records as (

    select * from {{ ref('usage_touched_by_records') }}

),

touches_united as (

    select usage_touched_by_batches.*, true as is_from_usage from usage_touched_by_batches
    union all
    select usage_touched_by_waiting.*, true as is_from_usage from usage_touched_by_waiting
    union all
    select usage_touched_by_withdrawals.*, true as is_from_usage from usage_touched_by_withdrawals
    union all
    select usage_touched_by_records.*, false as is_from_usage from usage_touched_by_records

),

-- What is held may accrue up to now, whenever it began.
touches_gathered as (

    select
        touches_united.account_id,
        touches_united.meter,
        touches_united.is_from_usage or coalesce(build.is_shadow, false) as is_from_usage,
        greatest(min(touches_united.touched_from), build.shadow_from) as touched_from,
        least(max(
            case
                when touches_united.is_holding then greatest(touches_united.touched_until, build.as_of)
                else touches_united.touched_until
            end
        ), build.shadow_until - interval '1 microsecond') as touched_until
    from touches_united
    cross join build
    where
        not build.is_of_some_accounts
        or touches_united.account_id in (select shadow_accounts.account_id from shadow_accounts)
    group by
        touches_united.account_id,
        touches_united.meter,
        touches_united.is_from_usage or coalesce(build.is_shadow, false),
        build.shadow_from,
        build.shadow_until

)

select * from touches_gathered

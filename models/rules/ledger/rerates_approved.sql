{{ config(materialized='ephemeral') }}

-- Approved re-ratings of closed periods that no build has carried out: from this build on, the period follows the records that are known to it.

with requests as (

    select *
    from {{ ref('stg_records__requests') }}
    where
        decision = 'approve'
        and kind = 'rerate'

),

periods as (

    select * from {{ ref('stg_book__periods') }}

),

period_closings as (

    select * from {{ ref('stg_book__period_closings') }}

),

rerates_ranked as (

    select
        periods.period_id,
        periods.account_id,
        requests.action_id,
        requests.actor,
        requests.reason,
        periods.period_start,
        row_number() over (partition by periods.period_id order by requests.decided_in_batch, requests.decided_in_row) as standing
    from requests
    inner join periods
        on
            periods.account_id = requests.account_id
            and requests.reference in (
                to_char(periods.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                to_char(periods.period_start at time zone periods.billing_timezone, 'YYYY-MM-DD')
            )
    where
        periods.is_closed
        and requests.action_id not in (select period_closings.action_id from period_closings where period_closings.action_id is not null)

),

rerates_approved as (

    select
        rerates_ranked.period_id,
        rerates_ranked.account_id,
        rerates_ranked.action_id,
        rerates_ranked.actor,
        rerates_ranked.reason,
        rerates_ranked.period_start
    from rerates_ranked
    where rerates_ranked.standing = 1

)

select * from rerates_approved

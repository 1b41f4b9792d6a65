{{ config(materialized='ephemeral') }}

-- A customer who was promised money and did not get it: until the same amount of the same payment is asked for again, or somebody answers for it.

with refunds_matched as (

    select * from {{ ref('refunds_matched') }}

),

refunds_to_ask_for as (

    select * from {{ ref('refunds_to_ask_for') }}

),

refunds_failed as (

    select
        refunds_matched.account_id,
        refunds_matched.action_id as subject,
        case refunds_matched.status when 'refused' then 'refund_refused' else 'refund_failed' end as reason_code,
        refunds_matched.currency,
        refunds_matched.amount_minor
    from refunds_matched
    where
        refunds_matched.action_id is not null
        and refunds_matched.status in ('refused', 'failed', 'canceled')
        and not exists (
            select from refunds_matched as later_requests
            where
                later_requests.reference = refunds_matched.reference
                and later_requests.account_id = refunds_matched.account_id
                and later_requests.amount_minor = refunds_matched.amount_minor
                and later_requests.status <> 'rejected'
                and later_requests.requested_at > refunds_matched.told_at
                and (later_requests.requested_at, later_requests.action_id collate "C")
                > (refunds_matched.requested_at, refunds_matched.action_id collate "C")
        )

),

offenders_united as (

    select * from refunds_failed

    union all

    select
        refunds_to_ask_for.account_id,
        refunds_to_ask_for.action_id as subject,
        'refund_request_unusable' as reason_code,
        refunds_to_ask_for.currency,
        refunds_to_ask_for.amount_minor
    from refunds_to_ask_for
    where not refunds_to_ask_for.is_usable and not refunds_to_ask_for.is_asked_for

)

select
    'requests_to_journal' as check_name,
    offenders_united.account_id,
    offenders_united.subject,
    offenders_united.reason_code,
    offenders_united.currency,
    offenders_united.amount_minor::numeric as amount_minor,
    1 as record_count
from offenders_united

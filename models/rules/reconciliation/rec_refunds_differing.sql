{{ config(materialized='ephemeral') }}

-- A customer who got less than he was promised, or who may have got nothing: until that amount of the payment is asked for again, or somebody
-- answers for it.

with refund_requests_differing as (

    select * from {{ ref('refund_requests_differing') }}

),

later_requests as (

    select *
    from {{ ref('requests_resolved') }}
    where kind = 'refund_request' and coalesce(decision, '') <> 'reject'

),

offenders as (

    select
        'requests_to_journal' as check_name,
        refund_requests_differing.account_id,
        refund_requests_differing.action_id as subject,
        refund_requests_differing.reason_code,
        refund_requests_differing.currency,
        refund_requests_differing.amount_minor::numeric as amount_minor,
        1 as record_count
    from refund_requests_differing
    where not exists (
        select from later_requests
        where
            later_requests.reference = refund_requests_differing.reference
            and later_requests.account_id = refund_requests_differing.account_id
            and later_requests.amount_minor = refund_requests_differing.amount_minor
            and later_requests.requested_at > refund_requests_differing.told_at
            and (later_requests.requested_at, later_requests.action_id collate "C")
            > (refund_requests_differing.requested_at, refund_requests_differing.action_id collate "C")
    )

)

select * from offenders

{{ config(materialized='ephemeral') }}

-- Requests that are answered by other than they asked for: by less, or by what had gone before anybody could ask the provider for it.

with requests as (

    select *
    from {{ ref('refunds_asked_for') }}
    where is_for_the_provider

),

refunds_at_the_provider as (

    select *
    from {{ ref('refunds_at_the_provider') }}
    where not is_failed

),

refunds_told_by_charges as (

    select *
    from {{ ref('refunds_told_by_charges') }}
    where is_in_doubt

),

refund_states as (

    select * from {{ ref('stg_stripe__refund_states') }}

),

event_batches as (

    select * from {{ ref('stg_stripe__event_batches') }}

),

named_refunds_summed as (

    select
        refunds_at_the_provider.named_action_id as action_id,
        sum(refunds_at_the_provider.amount_minor) as amount_minor,
        max(refunds_at_the_provider.told_at) as told_at
    from refunds_at_the_provider
    where refunds_at_the_provider.named_action_id is not null
    group by refunds_at_the_provider.named_action_id

),

requests_answered as (

    select
        requests.action_id,
        'refund_below_request' as reason_code,
        requests.amount_minor - named_refunds_summed.amount_minor as amount_minor,
        named_refunds_summed.told_at
    from requests
    inner join named_refunds_summed on named_refunds_summed.action_id = requests.action_id
    where named_refunds_summed.amount_minor < requests.amount_minor

    union all

    select requests.action_id, 'refund_gone_before_request' as reason_code, requests.amount_minor, refunds_told_by_charges.told_at
    from requests
    inner join refunds_told_by_charges on refunds_told_by_charges.action_id = requests.action_id

    union all

    -- It fits the request in payment and amount, and was both made and told before the approval.
    select requests.action_id, 'refund_gone_before_request' as reason_code, requests.amount_minor, refunds_at_the_provider.told_at
    from requests
    inner join refunds_at_the_provider
        on
            refunds_at_the_provider.match_key = requests.match_key
            and refunds_at_the_provider.named_action_id is null
            and refunds_at_the_provider.made_at < requests.decided_at
    where exists (
        select from refund_states
        inner join event_batches on event_batches.event_id = refund_states.event_id
        where refund_states.refund_id = refunds_at_the_provider.refund_id and event_batches.batch_id < requests.decided_in_batch
    )

),

requests_differing as (

    select
        requests_answered.action_id,
        requests.account_id,
        requests.reference,
        requests_answered.reason_code,
        requests.currency,
        requests_answered.amount_minor,
        requests.requested_at,
        requests_answered.told_at
    from requests_answered
    inner join requests on requests.action_id = requests_answered.action_id

)

select * from requests_differing

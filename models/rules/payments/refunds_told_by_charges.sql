-- Requests that no refund at the provider answers, and whose money went back all the same: where the total of their payment can mean one thing.

with refund_requests_open as (

    select * from {{ ref('refund_requests_open') }}

),

refunds_gone_before as (

    select * from {{ ref('refunds_gone_before') }}

),

requests_beside_what_had_gone as (

    select
        refund_requests_open.*,
        coalesce(refunds_gone_before.amount_minor, 0) as gone_before_minor,
        row_number() over (
            partition by refund_requests_open.payment_id, refund_requests_open.amount_minor, coalesce(refunds_gone_before.amount_minor, 0)
            order by refund_requests_open.decided_in_batch, refund_requests_open.decided_in_row
        ) as turn,
        -- What was asked for before that money went is what it may have gone for.
        sum(refund_requests_open.amount_minor) over (
            partition by refund_requests_open.payment_id order by coalesce(refunds_gone_before.amount_minor, 0)
        ) - sum(refund_requests_open.amount_minor) over (
            partition by refund_requests_open.payment_id, coalesce(refunds_gone_before.amount_minor, 0)
        ) as asked_before_it_minor
    from refund_requests_open
    left join refunds_gone_before on refunds_gone_before.action_id = refund_requests_open.action_id

),

-- Just what had gone without being asked for is asked for after it: it may be meant, so the provider is not asked.
requests_in_doubt as (

    select *
    from requests_beside_what_had_gone
    where
        requests_beside_what_had_gone.amount_minor = requests_beside_what_had_gone.gone_before_minor
        - requests_beside_what_had_gone.asked_before_it_minor
        and requests_beside_what_had_gone.turn = 1

),

requests_compared as (

    select
        requests_beside_what_had_gone.action_id,
        requests_beside_what_had_gone.payment_id,
        requests_beside_what_had_gone.amount_minor,
        requests_beside_what_had_gone.told_at,
        requests_beside_what_had_gone.not_explained_minor - requests_beside_what_had_gone.gone_before_minor as told_since_minor,
        requests_beside_what_had_gone.not_explained_minor
        - min(requests_beside_what_had_gone.gone_before_minor) over (partition by requests_beside_what_had_gone.payment_id) as told_minor,
        sum(requests_beside_what_had_gone.amount_minor) over (partition by requests_beside_what_had_gone.payment_id) as asked_minor,
        sum(requests_beside_what_had_gone.amount_minor) over (
            partition by requests_beside_what_had_gone.payment_id
            order by requests_beside_what_had_gone.decided_in_batch, requests_beside_what_had_gone.decided_in_row
        ) as asked_so_far_minor,
        row_number() over (
            partition by requests_beside_what_had_gone.payment_id, requests_beside_what_had_gone.amount_minor
            order by requests_beside_what_had_gone.decided_in_batch, requests_beside_what_had_gone.decided_in_row
        ) as turn
    from requests_beside_what_had_gone
    where requests_beside_what_had_gone.action_id not in (select requests_in_doubt.action_id from requests_in_doubt)

),

sums_compared as (

    select
        requests_compared.*,
        bool_or(requests_compared.asked_so_far_minor = requests_compared.told_minor) over (partition by requests_compared.payment_id) as is_a_sum
    from requests_compared

),

-- All that was asked for has gone; or the first so many of it have; or one has, of just this amount: after it was asked for.
requests_told as (

    select sums_compared.action_id, false as is_in_doubt, sums_compared.told_at
    from sums_compared
    where
        sums_compared.amount_minor <= sums_compared.told_since_minor
        and (
            sums_compared.asked_minor <= sums_compared.told_minor
            or (sums_compared.is_a_sum and sums_compared.asked_so_far_minor <= sums_compared.told_minor)
            or (not sums_compared.is_a_sum and sums_compared.amount_minor = sums_compared.told_minor and sums_compared.turn = 1)
        )

    union all

    select requests_in_doubt.action_id, true as is_in_doubt, requests_in_doubt.told_at
    from requests_in_doubt

)

select * from requests_told

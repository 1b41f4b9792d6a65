-- Usage batches whose withdrawal was asked for by one and approved by another, from the build that took the approval.

with batches as (

    select * from {{ ref('stg_control__batches') }}

),

actions as (

    select * from {{ ref('stg_records__actions') }}

),

-- The first decision of somebody else stands.
decisions_in_order as (

    select
        decisions.*,
        row_number() over (partition by decisions.reference order by decisions.batch_id, decisions.row_number) as decision_number
    from actions as decisions
    inner join actions as requests on requests.action_id = decisions.reference
    where
        decisions.kind in ('approve', 'reject')
        and btrim(decisions.actor) <> btrim(requests.actor)

),

withdrawals_approved as (

    select
        batches.batch_id,
        requests.action_id,
        requests.actor as requested_by,
        decisions_in_order.actor as approved_by,
        requests.reason,
        decisions_in_order.known_from_build as withdrawn_by_build_number,
        decisions_in_order.is_new,
        row_number() over (
            partition by batches.batch_id order by decisions_in_order.batch_id, decisions_in_order.row_number
        ) as withdrawal_number
    from actions as requests
    inner join batches on batches.batch_id::text = requests.reference
    inner join decisions_in_order on decisions_in_order.reference = requests.action_id
    where
        requests.kind = 'batch_withdraw'
        and batches.kind = 'usage'
        and decisions_in_order.decision_number = 1
        and decisions_in_order.kind = 'approve'

),

batches_withdrawn as (

    select
        withdrawals_approved.batch_id,
        withdrawals_approved.action_id,
        withdrawals_approved.requested_by,
        withdrawals_approved.approved_by,
        withdrawals_approved.reason,
        withdrawals_approved.withdrawn_by_build_number,
        withdrawals_approved.is_new
    from withdrawals_approved
    where withdrawals_approved.withdrawal_number = 1

)

select * from batches_withdrawn

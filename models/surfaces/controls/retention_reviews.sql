-- Reviews of a period's evidence that somebody asked for and another approved, among the actions that a build took.

with actions as (

    select * from {{ source('raw', 'actions') }}

),

batches_taken as (

    select * from {{ ref('batches_taken') }}

),

actions_taken as (

    select
        actions.*,
        batches_taken.build_number as seen_by_build
    from actions
    inner join batches_taken on batches_taken.batch_id = actions.batch_id
    where actions.kind in ('retention_review', 'approve', 'reject')

),

-- The first decision stands; whoever asked for it cannot decide on it, whichever way his word came in.
decisions_in_order as (

    select
        decisions.*,
        row_number() over (partition by decisions.reference order by decisions.batch_id, decisions.row_number) as decision_number
    from actions_taken as decisions
    inner join actions_taken as reviews on reviews.action_id = decisions.reference
    where
        decisions.kind in ('approve', 'reject')
        and btrim(decisions.actor) <> btrim(reviews.actor)

),

reviews_ranked as (

    select
        reviews.account_id,
        reviews.reference,
        reviews.action_id,
        reviews.actor as reviewed_by,
        decisions_in_order.actor as approved_by,
        reviews.seen_by_build,
        decisions_in_order.requested_at as approved_at,
        row_number() over (
            partition by reviews.account_id, reviews.reference order by reviews.batch_id desc, reviews.row_number desc
        ) as recency
    from actions_taken as reviews
    inner join decisions_in_order
        on
            decisions_in_order.reference = reviews.action_id
            and decisions_in_order.decision_number = 1
            and decisions_in_order.kind = 'approve'
    where reviews.kind = 'retention_review'

)

select * from reviews_ranked
where reviews_ranked.recency = 1

-- Actions with their correlation id: a decision that names none belongs to what it decides on.

with actions as not materialized (

    select * from {{ source('raw', 'actions') }}

),

actions_that_name_one as (

    select
        actions.action_id,
        min(actions.correlation_id collate "C") as correlation_id
    from actions
    where actions.correlation_id is not null
    group by actions.action_id

),

actions_correlated as (

    select
        coalesce(
            actions.correlation_id, case when actions.kind in ('approve', 'reject') then actions_that_name_one.correlation_id end
        ) as correlation_id,
        actions.action_id,
        actions.account_id,
        actions.kind,
        actions.reason,
        actions.actor,
        actions.currency,
        actions.amount_minor,
        actions.batch_id,
        actions.requested_at
    from actions
    left join actions_that_name_one on actions_that_name_one.action_id = actions.reference
    where {{ reader_may_see('actions.account_id') }}

)

select * from actions_correlated

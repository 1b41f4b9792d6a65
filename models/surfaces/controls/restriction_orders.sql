-- What operators last said about restricting an account: the newest of restrict, unrestrict and restriction_override holds.

with actions as (

    select * from {{ source('raw', 'actions') }}

),

batches_taken as (

    select * from {{ ref('batches_taken') }}

),

orders_ranked as (

    select
        actions.account_id,
        actions.action_id,
        actions.kind,
        actions.actor,
        actions.reason,
        actions.requested_at,
        row_number() over (partition by actions.account_id order by actions.batch_id desc, actions.row_number desc) as recency
    from actions
    inner join batches_taken on batches_taken.batch_id = actions.batch_id
    where
        actions.kind in ('restrict', 'unrestrict', 'restriction_override')
        and actions.account_id is not null

)

select * from orders_ranked
where orders_ranked.recency = 1

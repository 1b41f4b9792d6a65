with budget_policies as (

    select * from {{ source('raw', 'budget_policies') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

versions_in_order as (

    select
        budget_policies.*,
        row_number() over (
            partition by budget_policies.record_key
            order by budget_policies.batch_id desc, budget_policies.row_number desc
        ) as recency
    from budget_policies
    inner join batches on batches.batch_id = budget_policies.batch_id

)

select *
from versions_in_order
where versions_in_order.recency = 1

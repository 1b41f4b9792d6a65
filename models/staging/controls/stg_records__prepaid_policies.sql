with prepaid_policies as (

    select * from {{ source('raw', 'prepaid_policies') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

versions_in_order as (

    select
        prepaid_policies.*,
        row_number() over (
            partition by prepaid_policies.record_key
            order by prepaid_policies.batch_id desc, prepaid_policies.row_number desc
        ) as recency
    from prepaid_policies
    inner join batches on batches.batch_id = prepaid_policies.batch_id

)

select *
from versions_in_order
where versions_in_order.recency = 1

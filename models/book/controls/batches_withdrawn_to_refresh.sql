with batches_withdrawn as (

    select * from {{ ref('stg_control__batches_withdrawn') }}

)

select
    batches_withdrawn.batch_id,
    batches_withdrawn.action_id,
    batches_withdrawn.requested_by,
    batches_withdrawn.approved_by,
    batches_withdrawn.reason,
    batches_withdrawn.withdrawn_by_build_number as withdrawn_by_build
from batches_withdrawn

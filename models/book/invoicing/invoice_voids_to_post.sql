with build as (

    select * from {{ ref('stg_control__build') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

)

select
    invoice_voids_planned.invoice_id,
    build.build_number,
    invoice_voids_planned.action_id,
    invoice_voids_planned.actor,
    invoice_voids_planned.reason,
    build.as_of as voided_at
from invoice_voids_planned
cross join build

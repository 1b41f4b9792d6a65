with meters as (

    select * from {{ ref('meters') }}

)

select
    meters.meter,
    meters.input_unit,
    meters.base_unit,
    meters.service_name
from meters

with meters as (

    select * from {{ ref('meters') }}

)

select
    meters.meter,
    meters.input_unit,
    meters.base_unit,
    meters.service_name,
    meters.base_per_priced_unit,
    meters.priced_unit,
    meters.service_category,
    meters.service_subcategory,
    meters.aggregation
from meters

with usage_readings as (

    select * from {{ ref('usage_readings') }}

)

select
    usage_readings.event_key as usage_record_id,
    usage_readings.account_id,
    usage_readings.meter,
    usage_readings.resource_id,
    usage_readings.quantity::numeric(38, 9) as quantity,
    usage_readings.is_reset,
    usage_readings.occurred_at
from usage_readings
where coalesce(usage_readings.reason, '') <> 'repeated_reading'

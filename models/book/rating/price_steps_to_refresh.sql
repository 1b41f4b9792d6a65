with price_steps as (

    select * from {{ ref('price_steps') }}

)

select
    price_steps.terms_id,
    price_steps.step_number::int as step_number,
    price_steps.step_start,
    price_steps.step_end,
    price_steps.dividend_at_start,
    price_steps.unit_price_minor,
    price_steps.divisor
from price_steps

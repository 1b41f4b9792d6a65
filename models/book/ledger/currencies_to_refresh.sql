-- Currencies that have minor units: metals and units of account have none, and nothing is ever billed in them.

with currencies as (

    select * from {{ ref('currencies') }}

)

select
    currencies.currency_code,
    currencies.minor_unit_exponent
from currencies
where currencies.minor_unit_exponent is not null

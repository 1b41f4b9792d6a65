-- What the catalogue asks for a unit: plain catalogue prices, each until the next one of its kind, so that a line never finds two.

with prices as (

    select * from {{ source('raw', 'prices') }}

),

batches_taken as (

    select * from {{ ref('batches_taken') }}

),

versions_numbered as (

    select
        prices.*,
        row_number() over (partition by prices.record_key order by prices.batch_id desc, prices.row_number desc) as age
    from prices
    inner join batches_taken on batches_taken.batch_id = prices.batch_id

),

list_prices as (

    select
        versions_numbered.meter,
        versions_numbered.resource_type,
        versions_numbered.pricing_mode,
        versions_numbered.currency,
        trim_scale(round(versions_numbered.unit_price / versions_numbered.per_units, 15)) as list_unit_price,
        versions_numbered.valid_from,
        least(
            versions_numbered.valid_to,
            lead(versions_numbered.valid_from) over (
                partition by versions_numbered.meter, versions_numbered.resource_type, versions_numbered.pricing_mode, versions_numbered.currency
                order by versions_numbered.valid_from, versions_numbered.price_id collate "C"
            )
        ) as valid_to
    from versions_numbered
    where
        versions_numbered.age = 1
        and versions_numbered.plan_id is null
        and versions_numbered.account_id is null
        and versions_numbered.meter is not null
        and versions_numbered.model = 'per_unit'

)

select * from list_prices

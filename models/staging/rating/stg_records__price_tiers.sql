with price_tiers as (

    select * from {{ source('raw', 'price_tiers') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

-- The newest batch that names a price replaces all its tiers.
sets_with_what_was_known_when as (

    select
        sets.price_id,
        sets.batch_id,
        batches.is_new,
        batches.taken_by_build_number as known_from_build,
        lead(batches.taken_by_build_number, 1, 9223372036854775807) over (
            partition by sets.price_id
            order by sets.batch_id
        ) as known_until_build
    from (select distinct price_tiers.price_id, price_tiers.batch_id from price_tiers) as sets
    inner join batches on batches.batch_id = sets.batch_id

),

-- Of one key in a batch, the later row.
rows_ranked as (

    select
        price_tiers.*,
        row_number() over (partition by price_tiers.record_key, price_tiers.batch_id order by price_tiers.row_number desc) as recency
    from price_tiers

),

tiers_with_what_was_known_when as (

    select
        rows_ranked.record_key,
        rows_ranked.batch_id,
        rows_ranked.row_number,
        rows_ranked.price_id,
        rows_ranked.tier_no,
        rows_ranked.up_to,
        rows_ranked.unit_price,
        rows_ranked.flat_fee,
        rows_ranked.correlation_id,
        sets_with_what_was_known_when.is_new,
        sets_with_what_was_known_when.known_from_build,
        sets_with_what_was_known_when.known_until_build
    from sets_with_what_was_known_when
    inner join rows_ranked
        on
            rows_ranked.price_id = sets_with_what_was_known_when.price_id
            and rows_ranked.batch_id = sets_with_what_was_known_when.batch_id
    where
        rows_ranked.recency = 1
        and sets_with_what_was_known_when.known_from_build < sets_with_what_was_known_when.known_until_build

)

select * from tiers_with_what_was_known_when

-- Discounts of a period, in the order in which they begin: each off what its own lines come to, all together never more than the net amount.

with discount_bases as (

    select * from {{ ref('discount_bases') }}

),

amounts_wanted as (

    select
        discount_bases.*,
        least(
            coalesce(
                discount_bases.discount_minor::numeric,
                round((discount_bases.base_minor * discount_bases.percent)::numeric(1000, 30) / 100)
            ),
            greatest(discount_bases.base_minor, 0)
        ) as wanted_minor
    from discount_bases

),

amounts_accumulated as (

    select
        amounts_wanted.*,
        sum(amounts_wanted.wanted_minor) over (
            partition by amounts_wanted.account_id, amounts_wanted.is_posted, amounts_wanted.period_start
            order by amounts_wanted.starts_at, amounts_wanted.discount_id collate "C"
            rows between unbounded preceding and current row
        ) as wanted_so_far
    from amounts_wanted

),

amounts_capped as (

    select
        amounts_accumulated.*,
        least(amounts_accumulated.wanted_so_far, greatest(amounts_accumulated.net_minor, 0))
        - least(amounts_accumulated.wanted_so_far - amounts_accumulated.wanted_minor, greatest(amounts_accumulated.net_minor, 0)) as taken_minor
    from amounts_accumulated

),

discounts_taken as (

    select
        'discount' as line_type,
        {{ book_id(["'discount'", "amounts_capped.discount_id"]) }} as charge_id,
        amounts_capped.account_id,
        amounts_capped.account_id as usage_account_id,
        'retail' as side,
        amounts_capped.meter,
        null as resource_type,
        null as pricing_mode,
        'discount' as price_source,
        amounts_capped.discount_id as price_scope,
        amounts_capped.currency,
        null as price_id,
        'discount' as pricing_model,
        'charge' as unit,
        'half_away' as rounding,
        1::numeric as quantity,
        -amounts_capped.taken_minor as amount_exact,
        amounts_capped.is_posted,
        amounts_capped.period_start as window_start,
        amounts_capped.period_end as window_end,
        amounts_capped.period_start,
        amounts_capped.period_end,
        amounts_capped.booking_period_start
    from amounts_capped
    where amounts_capped.taken_minor <> 0

)

select * from discounts_taken

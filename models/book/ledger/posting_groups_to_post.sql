with build as (

    select * from {{ ref('stg_control__build') }}

),

group_totals_to_book as (

    select * from {{ ref('group_totals_to_book') }}

),

new_groups as (

    select
        group_totals_to_book.posting_group_id,
        build.build_number,
        group_totals_to_book.charge_id,
        group_totals_to_book.account_id,
        group_totals_to_book.usage_account_id,
        group_totals_to_book.side,
        group_totals_to_book.line_type,
        group_totals_to_book.meter,
        group_totals_to_book.resource_type,
        group_totals_to_book.pricing_mode,
        group_totals_to_book.price_source,
        group_totals_to_book.price_scope,
        group_totals_to_book.currency,
        group_totals_to_book.is_posted,
        group_totals_to_book.service_period_start,
        group_totals_to_book.service_period_end
    from group_totals_to_book
    cross join build
    where not group_totals_to_book.is_in_book

)

select * from new_groups

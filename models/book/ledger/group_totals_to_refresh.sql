with group_totals_to_book as (

    select * from {{ ref('group_totals_to_book') }}

),

totals_after_posting as (

    select
        group_totals_to_book.posting_group_id,
        group_totals_to_book.account_id,
        group_totals_to_book.currency,
        group_totals_to_book.is_posted,
        group_totals_to_book.line_count,
        group_totals_to_book.record_count,
        group_totals_to_book.quantity::numeric(38, 9) as quantity,
        group_totals_to_book.amount_exact::numeric(38, 12) as amount_exact,
        group_totals_to_book.target_minor::bigint as posted_minor,
        group_totals_to_book.rounding,
        group_totals_to_book.rounded_minor::bigint as rounded_minor
    from group_totals_to_book

)

select * from totals_after_posting

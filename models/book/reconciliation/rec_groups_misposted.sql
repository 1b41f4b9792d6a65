-- Rated and posted must agree to the minor unit, group by group, after rounding once. Anything here is a wrong cent.

with group_totals_after_posting as (

    select * from {{ ref('group_totals_after_posting') }}

),

offenders as (

    select
        'rated_to_journal' as check_name,
        group_totals_after_posting.account_id,
        group_totals_after_posting.posting_group_id::text as subject,
        'not_posted' as reason_code,
        group_totals_after_posting.currency,
        group_totals_after_posting.posted_minor + group_totals_after_posting.rounded_minor as amount_minor,
        1 as record_count
    from group_totals_after_posting
    where
        group_totals_after_posting.is_posted
        and group_totals_after_posting.posted_minor <> -group_totals_after_posting.rounded_minor

)

select * from offenders

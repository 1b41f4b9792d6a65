-- An amount that the book cannot hold parks its account: everybody else is billed. Of 16 digits and more it is a mistake, and sums of what has fewer
-- stay in range, on a document, in a balance and over all accounts.

with group_totals_planned as (

    select * from {{ ref('group_totals_planned') }}

),

offenders as (

    select
        'amount_out_of_range' as finding,
        group_totals_planned.account_id,
        group_totals_planned.usage_account_id,
        group_totals_planned.posting_group_id::text as subject,
        'An amount of this account is larger than the book can hold.' as reason
    from group_totals_planned
    where
        abs(group_totals_planned.amount_exact) >= 1000000000000000
        or abs(group_totals_planned.quantity) >= 10000000000000000000000000000

)

select * from offenders

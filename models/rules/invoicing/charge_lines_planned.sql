-- Every charge beside usage, in the account periods in scope, as a line of a posting group of its own.

with charges_before_discounts as (

    select * from {{ ref('charges_before_discounts') }}

),

discounts_planned as (

    select * from {{ ref('discounts_planned') }}

),

one_offs_planned as (

    select * from {{ ref('one_offs_planned') }}

),

commit_charges_planned as (

    select * from {{ ref('commit_charges_planned') }}

),

charges_united as (

    select * from charges_before_discounts
    union all
    select * from discounts_planned
    union all
    select * from one_offs_planned
    union all
    select * from commit_charges_planned

),

charges_with_their_group as (

    select
        {{ book_id([
            "charges_united.account_id", "charges_united.usage_account_id", "charges_united.side", "charges_united.charge_id",
            "charges_united.currency", microseconds("charges_united.period_start"), "charges_united.is_posted", "charges_united.line_type",
        ]) }} as posting_group_id,
        charges_united.*
    from charges_united

),

charges_with_their_line as (

    select
        {{ book_id(["charges_with_their_group.posting_group_id", microseconds("charges_with_their_group.window_start")]) }} as rated_line_id,
        charges_with_their_group.*
    from charges_with_their_group

)

select * from charges_with_their_line

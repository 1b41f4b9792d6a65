-- What groups come to and stands on no document that holds, positive when owed.

with group_totals as (

    select * from {{ source('current', 'group_totals') }}

),

invoices_to_pay as (

    select * from {{ ref('invoices_to_pay') }}

),

amounts_of_groups as (

    select
        group_totals.account_id,
        group_totals.currency,
        -group_totals.posted_minor as amount_minor
    from group_totals

    union all

    select
        invoices_to_pay.for_account_id as account_id,
        invoices_to_pay.currency,
        -invoices_to_pay.groups_minor as amount_minor
    from invoices_to_pay

),

amounts_summed as (

    select
        amounts_of_groups.account_id,
        amounts_of_groups.currency,
        sum(amounts_of_groups.amount_minor) as not_yet_invoiced_minor
    from amounts_of_groups
    group by amounts_of_groups.account_id, amounts_of_groups.currency

)

select * from amounts_summed

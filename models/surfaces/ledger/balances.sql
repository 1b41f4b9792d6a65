-- What an account has or owes, one row per currency; no currency is ever added to another. Below zero means owes.

with journal_legs as (

    select * from {{ source('book', 'journal_legs') }}

),

accounts as (

    select * from {{ source('current', 'accounts') }}

),

invoice_settlements as (

    select * from {{ source('current', 'invoice_settlements') }}

),

amounts_not_yet_invoiced as (

    select * from {{ ref('amounts_not_yet_invoiced') }}

),

draft_invoice_taxes as (

    select * from {{ source('current', 'draft_invoice_taxes') }}

),

-- What prices hold of the tax is in the balance already.
taxes_to_come as (

    select
        draft_invoice_taxes.account_id,
        draft_invoice_taxes.currency,
        sum(draft_invoice_taxes.tax_minor - draft_invoice_taxes.tax_included_minor) as unbilled_tax_minor
    from draft_invoice_taxes
    group by draft_invoice_taxes.account_id, draft_invoice_taxes.currency

),

amounts_due as (

    select
        invoice_settlements.account_id,
        invoice_settlements.currency,
        sum(invoice_settlements.amount_due_minor) as amount_due_minor
    from invoice_settlements
    group by invoice_settlements.account_id, invoice_settlements.currency

),

-- An account that nothing was booked for has a balance too: zero, in its own currency.
amounts as (

    select
        journal_legs.account_id,
        journal_legs.currency,
        journal_legs.amount_minor
    from journal_legs
    where journal_legs.ledger_account = 'customer'

    union all

    select
        default_accounts.account_id,
        default_accounts.currency,
        0 as amount_minor
    from {{ source('current', 'accounts') }} as default_accounts

),

amounts_summed as (

    select
        amounts.account_id,
        amounts.currency,
        cast(sum(amounts.amount_minor) as bigint) as balance_minor
    from amounts
    where {{ reader_may_see('amounts.account_id') }}
    group by amounts.account_id, amounts.currency

),

balances as (

    select
        amounts_summed.account_id,
        amounts_summed.currency,
        amounts_summed.balance_minor,
        cast(coalesce(taxes_to_come.unbilled_tax_minor, 0) as bigint) as unbilled_tax_minor,
        cast(amounts_summed.balance_minor - coalesce(taxes_to_come.unbilled_tax_minor, 0) as bigint) as available_minor,
        coalesce(accounts.currency = amounts_summed.currency, false) as is_default_currency,
        cast(
            amounts_summed.balance_minor + coalesce(amounts_due.amount_due_minor, 0)
            + coalesce(amounts_not_yet_invoiced.not_yet_invoiced_minor, 0) as bigint
        ) as unapplied_credit_minor,
        cast(coalesce(amounts_due.amount_due_minor, 0) as bigint) as amount_due_minor,
        cast(coalesce(amounts_not_yet_invoiced.not_yet_invoiced_minor, 0) as bigint) as not_yet_invoiced_minor
    from amounts_summed
    left join accounts on accounts.account_id = amounts_summed.account_id
    left join taxes_to_come
        on
            taxes_to_come.account_id = amounts_summed.account_id
            and taxes_to_come.currency = amounts_summed.currency
    left join amounts_due
        on
            amounts_due.account_id = amounts_summed.account_id
            and amounts_due.currency = amounts_summed.currency
    left join amounts_not_yet_invoiced
        on
            amounts_not_yet_invoiced.account_id = amounts_summed.account_id
            and amounts_not_yet_invoiced.currency = amounts_summed.currency

)

select * from balances

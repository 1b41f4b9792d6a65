{{ config(materialized='view') }}

-- What prepaid accounts have once this build is posted: the legs of the book and those to post, and the tax that drafts will show.

with prepaid_terms as (

    select * from {{ ref('prepaid_terms') }}

),

customer_legs as (

    select * from {{ ref('stg_book__customer_legs') }}

),

journal_legs_to_post as (

    select * from {{ ref('journal_legs_to_post') }}

),

draft_invoice_taxes_to_refresh as (

    select * from {{ ref('draft_invoice_taxes_to_refresh') }}

),

draft_invoice_taxes as (

    select * from {{ ref('stg_current__draft_invoice_taxes') }}

),

accounts_to_draft as (

    select * from {{ ref('accounts_to_draft') }}

),

draft_taxes_after_posting as (

    select
        draft_invoice_taxes_to_refresh.account_id,
        draft_invoice_taxes_to_refresh.currency,
        draft_invoice_taxes_to_refresh.tax_minor - draft_invoice_taxes_to_refresh.tax_included_minor as tax_minor
    from draft_invoice_taxes_to_refresh

    union all

    select
        draft_invoice_taxes.account_id,
        draft_invoice_taxes.currency,
        draft_invoice_taxes.tax_minor - draft_invoice_taxes.tax_included_minor as tax_minor
    from draft_invoice_taxes
    where draft_invoice_taxes.account_id not in (select accounts_to_draft.account_id from accounts_to_draft)

),

amounts as (

    select
        prepaid_terms.account_id,
        prepaid_terms.currency,
        customer_legs.amount_minor,
        0 as tax_minor
    from prepaid_terms
    inner join customer_legs
        on
            customer_legs.account_id = prepaid_terms.account_id
            and customer_legs.currency = prepaid_terms.currency

    union all

    select
        prepaid_terms.account_id,
        prepaid_terms.currency,
        journal_legs_to_post.amount_minor,
        0 as tax_minor
    from prepaid_terms
    inner join journal_legs_to_post
        on
            journal_legs_to_post.account_id = prepaid_terms.account_id
            and journal_legs_to_post.currency = prepaid_terms.currency
            and journal_legs_to_post.ledger_account = 'customer'

    union all

    select
        prepaid_terms.account_id,
        prepaid_terms.currency,
        0 as amount_minor,
        draft_taxes_after_posting.tax_minor
    from prepaid_terms
    inner join draft_taxes_after_posting
        on
            draft_taxes_after_posting.account_id = prepaid_terms.account_id
            and draft_taxes_after_posting.currency = prepaid_terms.currency

),

balances as (

    select
        prepaid_terms.account_id,
        prepaid_terms.currency,
        coalesce(sum(amounts.amount_minor), 0)::bigint as balance_minor,
        coalesce(sum(amounts.tax_minor), 0)::bigint as unbilled_tax_minor
    from prepaid_terms
    left join amounts
        on
            amounts.account_id = prepaid_terms.account_id
            and amounts.currency = prepaid_terms.currency
    group by prepaid_terms.account_id, prepaid_terms.currency

)

select * from balances

{{ config(materialized='view') }}

-- What prepaid accounts have once this build is posted: the legs of the book and those to post.

with prepaid_terms as (

    select * from {{ ref('prepaid_terms') }}

),

customer_legs as (

    select * from {{ ref('stg_book__customer_legs') }}

),

journal_legs_to_post as (

    select * from {{ ref('journal_legs_to_post') }}

),

amounts as (

    select
        prepaid_terms.account_id,
        prepaid_terms.currency,
        customer_legs.amount_minor
    from prepaid_terms
    inner join customer_legs
        on
            customer_legs.account_id = prepaid_terms.account_id
            and customer_legs.currency = prepaid_terms.currency

    union all

    select
        prepaid_terms.account_id,
        prepaid_terms.currency,
        journal_legs_to_post.amount_minor
    from prepaid_terms
    inner join journal_legs_to_post
        on
            journal_legs_to_post.account_id = prepaid_terms.account_id
            and journal_legs_to_post.currency = prepaid_terms.currency
            and journal_legs_to_post.ledger_account = 'customer'

),

balances as (

    select
        prepaid_terms.account_id,
        prepaid_terms.currency,
        coalesce(sum(amounts.amount_minor), 0)::bigint as balance_minor,
        0::bigint as unbilled_tax_minor
    from prepaid_terms
    left join amounts
        on
            amounts.account_id = prepaid_terms.account_id
            and amounts.currency = prepaid_terms.currency
    group by prepaid_terms.account_id, prepaid_terms.currency

)

select * from balances

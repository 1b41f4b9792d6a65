{{ config(materialized='ephemeral') }}

-- Periods that have had their document: what was booked there and stands on none (it was cancelled) goes to the account's next document.

with invoices as (

    select * from {{ ref('stg_book__invoices') }}

),

documents_planned as (

    select * from {{ ref('documents_planned') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

periods_documented as (

    select
        invoices.account_id,
        invoices.currency,
        invoices.period_start
    from invoices
    where invoices.corrects_invoice_id is null

    union

    select
        documents_planned.account_id,
        documents_planned.currency,
        documents_planned.period_start
    from documents_planned
    where documents_planned.corrects_invoice_id is null

),

accounts_documented as (

    select distinct
        periods_documented.account_id,
        periods_documented.currency
    from periods_documented

),

periods_without_a_document as (

    select
        accounts_documented.account_id,
        accounts_documented.currency,
        periods_planned.period_start
    from accounts_documented
    inner join periods_planned on periods_planned.account_id = accounts_documented.account_id
    left join periods_documented
        on
            periods_documented.account_id = accounts_documented.account_id
            and periods_documented.currency = accounts_documented.currency
            and periods_documented.period_start = periods_planned.period_start
    where periods_documented.account_id is null

),

periods_moved as (

    select
        periods_documented.account_id,
        periods_documented.currency,
        periods_documented.period_start as booking_period_start,
        min(periods_without_a_document.period_start) as document_period_start
    from periods_documented
    left join periods_without_a_document
        on
            periods_without_a_document.account_id = periods_documented.account_id
            and periods_without_a_document.currency = periods_documented.currency
            and periods_without_a_document.period_start > periods_documented.period_start
    group by periods_documented.account_id, periods_documented.currency, periods_documented.period_start

)

select * from periods_moved

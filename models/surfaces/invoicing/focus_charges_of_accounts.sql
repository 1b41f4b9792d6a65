-- Credits, adjustments and corrections that an operator gave to an account and that stand on no document. Payments and credit grants are no charges.

with journal_entries as (

    select * from {{ source('book', 'journal_entries') }}

),

journal_legs as (

    select * from {{ source('book', 'journal_legs') }}

),

periods as (

    select * from {{ source('book', 'periods') }}

),

currencies as (

    select * from {{ source('current', 'currencies') }}

),

charges_of_accounts as (

    select
        journal_legs.account_id,
        journal_legs.account_id as usage_account_id,
        'retail' as side,
        true as is_posted,
        journal_entries.entry_type as line_type,
        cast(null as uuid) as posting_group_id,
        cast(null as uuid) as invoice_line_id,
        cast(null as text) as invoice_reference,
        cast(null as text) as issuer_id,
        concat_ws(', ', replace(journal_entries.entry_type, '_', ' '), journal_entries.reason) as description,
        case when journal_entries.entry_type in ('admin_credit', 'refund_credit') then 'Credit' else 'Adjustment' end as charge_category,
        cast(null as text) as charge_class,
        'One-Time' as charge_frequency,
        'Plans and Fees' as service_name,
        'Other' as service_category,
        'Other (Other)' as service_subcategory,
        cast(null as text) as sku_id,
        cast(null as text) as sku_price_id,
        cast(null as text) as sku_meter,
        cast(null as jsonb) as price_details,
        cast(null as text) as pricing_model,
        cast(null as text) as pricing_category,
        cast(null as text) as pricing_unit,
        cast(null as uuid) as rated_line_id,
        cast(null as text) as resource_id,
        cast(null as text) as resource_type,
        cast(null as text) as region,
        cast(null as text) as project_id,
        cast(null as text) as submitter_id,
        cast(null as text) as route_id,
        cast(null as text) as commit_contract_id,
        journal_legs.currency,
        trim_scale(-journal_legs.amount_minor * power(10::numeric, -currencies.minor_unit_exponent)) as billed_cost,
        trim_scale(-journal_legs.amount_minor * power(10::numeric, -currencies.minor_unit_exponent)) as effective_cost,
        cast(null as numeric) as pricing_quantity,
        cast(null as numeric) as contracted_unit_price,
        cast(null as numeric) as list_unit_price,
        periods.period_start as billing_period_start,
        periods.period_end as billing_period_end,
        periods.period_start as charge_period_start,
        periods.period_end as charge_period_end
    from journal_entries
    inner join journal_legs
        on
            journal_legs.ledger_entry_id = journal_entries.ledger_entry_id
            and journal_legs.ledger_account = 'customer'
    inner join currencies on currencies.currency_code = journal_legs.currency
    inner join periods
        on
            periods.account_id = journal_legs.account_id
            and periods.period_start = journal_entries.booking_period_start
    where
        journal_entries.posting_group_id is null
        and journal_entries.entry_type in ('admin_credit', 'refund_credit', 'adjustment', 'correction')

)

select * from charges_of_accounts

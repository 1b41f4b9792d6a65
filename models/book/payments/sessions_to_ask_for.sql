{{ config(materialized='ephemeral') }}

-- Sessions at the provider that customers are sent to: to pay in, to pay a document, to look after their cards.

with actions as (

    select * from {{ ref('stg_records__actions') }}

),

accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

invoices_settled as (

    select * from {{ ref('invoices_settled') }}

),

customers_of_accounts as (

    select * from {{ ref('customers_of_accounts') }}

),

provider_currencies as (

    select * from {{ ref('provider_currencies') }}

),

sessions_to_ask_for as (

    -- Money for a document is asked for up to what is due on it.
    select
        'checkout_requested' as event_type,
        actions.action_id,
        actions.account_id,
        jsonb_build_object(
            'account_id', actions.account_id, 'currency', actions.currency, 'amount_minor', actions.amount_minor,
            'provider_amount', trim_scale(actions.amount_minor / provider_currencies.minor_units)::text,
            'invoice_id', invoices_settled.invoice_id, 'invoice_number', invoices_settled.invoice_number,
            'customer_id', customers_of_accounts.customer_id, 'correlation_id', actions.correlation_id
        ) as payload
    from actions
    inner join provider_currencies on provider_currencies.currency = actions.currency
    inner join accounts on accounts.account_id = actions.account_id
    left join invoices_settled
        on
            invoices_settled.invoice_id::text = actions.reference
            and actions.kind = 'invoice_payment'
            and invoices_settled.account_id = actions.account_id
            and invoices_settled.currency = actions.currency
            and invoices_settled.amount_due_minor >= actions.amount_minor
    left join customers_of_accounts on customers_of_accounts.account_id = actions.account_id
    where
        actions.amount_minor > 0
        and (actions.kind = 'checkout_session' or (actions.kind = 'invoice_payment' and invoices_settled.invoice_id is not null))

    union all

    select
        'portal_requested' as event_type,
        actions.action_id,
        actions.account_id,
        jsonb_build_object('customer_id', customers_of_accounts.customer_id) as payload
    from actions
    inner join customers_of_accounts on customers_of_accounts.account_id = actions.account_id
    where actions.kind = 'portal_session'

)

select * from sessions_to_ask_for

with two_legs_planned as (

    select * from {{ ref('two_legs_planned') }}

),

document_tax_legs as (

    select * from {{ ref('document_tax_legs') }}

),

payment_legs_planned as (

    select * from {{ ref('payment_legs_planned') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

-- What moved at a provider brings its own legs.
payment_legs as (

    select
        payment_legs_planned.ledger_entry_id,
        row_number() over (
            partition by payment_legs_planned.ledger_entry_id
            order by payment_legs_planned.ledger_account, payment_legs_planned.account_id collate "C"
        )::int as leg_number,
        build.build_number,
        payment_legs_planned.ledger_account,
        payment_legs_planned.account_id,
        payment_legs_planned.currency,
        payment_legs_planned.amount_minor
    from payment_legs_planned
    cross join build

),

clearing_legs as (

    select
        payment_legs.ledger_entry_id,
        (max(payment_legs.leg_number) + 1)::int as leg_number,
        payment_legs.build_number,
        'provider_clearing' as ledger_account,
        null::text as account_id,
        payment_legs.currency,
        -sum(payment_legs.amount_minor)::bigint as amount_minor
    from payment_legs
    group by payment_legs.ledger_entry_id, payment_legs.build_number, payment_legs.currency
    having sum(payment_legs.amount_minor) <> 0

),

tax_legs as (

    select
        document_tax_legs.ledger_entry_id,
        document_tax_legs.leg_number,
        build.build_number,
        document_tax_legs.ledger_account,
        null::text as account_id,
        document_tax_legs.currency,
        document_tax_legs.amount_minor
    from document_tax_legs
    cross join build

),

legs_united as (

    select * from two_legs_planned
    union all
    select * from tax_legs
    union all
    select * from payment_legs
    union all
    select * from clearing_legs

)

select * from legs_united

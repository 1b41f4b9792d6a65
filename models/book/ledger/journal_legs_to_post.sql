with entries_planned as (

    select * from {{ ref('entries_planned') }}

),

payers_of_documents as (

    select * from {{ ref('payers_of_documents') }}

),

payment_legs_planned as (

    select * from {{ ref('payment_legs_planned') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

-- What moved at a provider brings its own legs; all other entries have two.
entries_of_two_legs as (

    select entries_planned.*
    from entries_planned
    where entries_planned.reference_type not in ('payment', 'dispute', 'payout', 'balance_transaction')

),

customer_legs as (

    select
        entries_of_two_legs.ledger_entry_id,
        1 as leg_number,
        entries_of_two_legs.build_number,
        'customer' as ledger_account,
        entries_of_two_legs.account_id,
        entries_of_two_legs.currency,
        entries_of_two_legs.amount_minor
    from entries_of_two_legs

),

counter_legs as (

    select
        entries_of_two_legs.ledger_entry_id,
        2 as leg_number,
        entries_of_two_legs.build_number,
        entries_of_two_legs.counter_account as ledger_account,
        case when entries_of_two_legs.counter_account = 'customer' then payers_of_documents.bill_to_account_id end as account_id,
        entries_of_two_legs.currency,
        -entries_of_two_legs.amount_minor as amount_minor
    from entries_of_two_legs
    left join payers_of_documents
        on
            payers_of_documents.reference_id = entries_of_two_legs.reference_id
            and entries_of_two_legs.reference_type = 'invoice'

),

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

legs_united as (

    select * from customer_legs
    union all
    select * from counter_legs
    union all
    select * from payment_legs
    union all
    select * from clearing_legs

)

select * from legs_united

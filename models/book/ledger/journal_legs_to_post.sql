with entries_planned as (

    select * from {{ ref('entries_planned') }}

),

customer_legs as (

    select
        entries_planned.ledger_entry_id,
        1 as leg_number,
        entries_planned.build_number,
        'customer' as ledger_account,
        entries_planned.account_id,
        entries_planned.currency,
        entries_planned.amount_minor
    from entries_planned

),

counter_legs as (

    select
        entries_planned.ledger_entry_id,
        2 as leg_number,
        entries_planned.build_number,
        entries_planned.counter_account as ledger_account,
        null::text as account_id,
        entries_planned.currency,
        -entries_planned.amount_minor as amount_minor
    from entries_planned

),

legs_united as (

    select * from customer_legs
    union all
    select * from counter_legs

)

select * from legs_united

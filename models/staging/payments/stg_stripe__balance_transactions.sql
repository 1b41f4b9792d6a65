with object_states as (

    select *
    from {{ ref('stg_stripe__states_beside_payments') }}
    where object_type = 'balance_transaction'

),

-- A balance transaction never changes but for its status, so any state of it will do: the newest one is taken.
states_ranked as (

    select
        object_states.*,
        -- Old versions name the charge as the source: then only the dispute that carries the transaction says whose it is.
        -- The charge may stand inside of the dispute, with a transaction of its own.
        min(object_states.event_id collate "C") filter (
            where
            (object_states.event_type like 'charge.dispute.%' or object_states.event_type = 'dispute.retrieved')
            and coalesce(object_states.object ->> 'type', '') not in ('charge', 'payment', 'refund', 'payment_refund')
        ) over (partition by object_states.object_id) as dispute_event_id,
        min(object_states.created_at) over (partition by object_states.object_id) as first_told_at,
        row_number() over (
            partition by object_states.object_id order by object_states.created_at desc, object_states.event_id collate "C" desc
        ) as standing
    from object_states

),

balance_transactions as (

    select
        states_ranked.object_id as balance_transaction_id,
        {{ provider_id('states_ranked.object', 'source') }} as source_id,
        states_ranked.event_id,
        states_ranked.dispute_event_id,
        states_ranked.currency,
        coalesce(states_ranked.object ->> 'type', '') as transaction_type,
        coalesce({{ json_number('states_ranked.object', 'amount') }}, 0) as provider_amount,
        coalesce({{ json_number('states_ranked.object', 'fee') }}, 0) as provider_fee,
        -- The object does not say which mode it is of; what it came with may.
        states_ranked.is_live,
        -- What is told has happened.
        least(
            case
                when
                    {{ json_number('states_ranked.object', 'created') }} >= 631152000
                    and {{ json_number('states_ranked.object', 'created') }} < 4102444800
                    then to_timestamp(trunc({{ json_number('states_ranked.object', 'created') }}))
            end,
            states_ranked.first_told_at
        ) as happened_at
    from states_ranked
    where states_ranked.standing = 1

)

select * from balance_transactions

{{ config(materialized='view') }}

-- Approved requests for money: each is booked once and stays, whatever later builds come to think of it.

with requests as (

    select *
    from {{ ref('requests_resolved') }}
    where decision = 'approve'

),

payments as (

    select * from {{ ref('payments') }}

),

debts_to_forgive as (

    select * from {{ ref('debts_to_forgive') }}

),

accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

ledger_entries as not materialized (

    select * from {{ ref('stg_book__ledger_entries') }}

),

build as (

    select * from {{ ref('stg_control__build') }}

),

requests_compared as (

    select
        requests.*,
        case requests.kind when 'refund_request' then 'refund_credit' else requests.kind end as entry_type,
        booked_entries.ledger_entry_id as booked_entry_id,
        corrected_entries.ledger_entry_id as corrects_entry_id,
        accounts.account_id is not null as has_account,
        coalesce(
            payments.received_minor - payments.refunded_minor - coalesce(held_by_disputes.amount_minor, 0), debts_to_forgive.left_minor
        ) as left_of_payment_minor,
        coalesce((payments.account_id, payments.currency) <> (requests.account_id, requests.currency), payments.payment_id is not null)
            as is_of_another,
        coalesce(payments.state <> 'received', false) as is_not_received,
        periods_planned.period_start as service_period_start,
        periods_planned.period_end as service_period_end,
        periods_planned.booking_period_start
    from requests
    cross join build
    left join accounts on accounts.account_id = requests.account_id
    left join payments on payments.payment_id = requests.reference and requests.kind = 'refund_request'
    left join {{ ref('held_by_disputes') }} as held_by_disputes on held_by_disputes.payment_id = payments.payment_id
    left join debts_to_forgive on debts_to_forgive.action_id = requests.action_id
    left join ledger_entries as booked_entries on booked_entries.reference_type = 'action' and booked_entries.reference_id = requests.action_id
    left join ledger_entries as corrected_entries
        on corrected_entries.ledger_entry_id::text = requests.reference and corrected_entries.account_id = requests.account_id
    left join periods_planned
        on
            periods_planned.account_id = requests.account_id
            and periods_planned.period_start <= least(requests.decided_at, build.as_of)
            and periods_planned.period_end > least(requests.decided_at, build.as_of)

),

-- No more is credited for one payment than is left of it, in the order of approval. What alone is more, and not booked, stands in nobody's way.
requests_added_up as (

    select
        requests_compared.*,
        sum(requests_compared.amount_minor) filter (
            where
            requests_compared.booked_entry_id is not null
            or (requests_compared.amount_minor > requests_compared.left_of_payment_minor) is not true
        ) over in_their_order as amount_so_far_minor
    from requests_compared
    where requests_compared.kind <> 'refund_request' or requests_compared.mode = 'internal_credit'
    window in_their_order as (
        partition by requests_compared.kind, requests_compared.reference, requests_compared.account_id, requests_compared.currency
        order by requests_compared.decided_in_batch, requests_compared.decided_in_row
    )

),

requests_judged as (

    select
        requests_added_up.*,
        (
            requests_added_up.has_account and requests_added_up.currency is not null and requests_added_up.amount_minor <> 0
            and not (requests_added_up.is_of_another or requests_added_up.is_not_received)
            and (requests_added_up.entry_type in ('correction', 'adjustment') or requests_added_up.amount_minor > 0)
            and (requests_added_up.entry_type <> 'correction' or requests_added_up.corrects_entry_id is not null)
            and (requests_added_up.amount_minor > requests_added_up.left_of_payment_minor) is not true
            and (requests_added_up.amount_so_far_minor > requests_added_up.left_of_payment_minor) is not true
        ) is true as is_usable
    from requests_added_up

)

select * from requests_judged

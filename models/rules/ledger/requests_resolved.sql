{{ config(materialized='view') }}

-- Requests for money by what they are about now: what was asked for under a charge is of the payment that the charge turned out to belong to.

with requests as (

    select * from {{ ref('stg_records__requests') }}

),

payments_of_charges as (

    select * from {{ ref('payments_of_charges') }}

),

requests_resolved as (

    select
        requests.action_id,
        requests.kind,
        requests.account_id,
        requests.currency,
        coalesce(payments_of_charges.payment_id, requests.reference) as reference,
        requests.mode,
        requests.actor,
        requests.reason,
        requests.correlation_id,
        requests.decision,
        requests.decided_by,
        requests.amount_minor,
        requests.decided_in_batch,
        requests.decided_in_row,
        requests.requested_at,
        requests.decided_at
    from requests
    left join payments_of_charges
        on
            payments_of_charges.charge_id = requests.reference
            and requests.kind = 'refund_request'

)

select * from requests_resolved

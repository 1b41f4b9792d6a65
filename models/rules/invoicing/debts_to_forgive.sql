-- What each approved write-off may give up: what is due on its document, or what its account owes where it names none, once this build's money is
-- booked. A document that is not there, or that somebody else pays, has nothing due.

with write_offs_approved as (

    select * from {{ ref('write_offs_approved') }}

),

documents_due_planned as (

    select * from {{ ref('documents_due_planned') }}

),

money_to_come as (

    select * from {{ ref('money_to_come') }}

),

customer_legs as (

    select * from {{ ref('stg_book__customer_legs') }}

),

write_offs_waiting as (

    select
        write_offs_approved.*,
        coalesce(documents_due_planned.amount_due_minor, 0) as amount_due_minor
    from write_offs_approved
    left join documents_due_planned
        on
            documents_due_planned.invoice_id::text = write_offs_approved.reference
            and documents_due_planned.account_id = write_offs_approved.account_id
            and documents_due_planned.currency = write_offs_approved.currency
    where not write_offs_approved.is_booked

),

-- What was given up before counts with what is asked for: both are added up in the order of approval.
write_offs_booked as (

    select
        write_offs_approved.account_id,
        write_offs_approved.currency,
        write_offs_approved.reference,
        sum(write_offs_approved.amount_minor) as amount_minor
    from write_offs_approved
    where write_offs_approved.is_booked
    group by write_offs_approved.account_id, write_offs_approved.currency, write_offs_approved.reference

),

payers as (

    select
        write_offs_waiting.account_id,
        write_offs_waiting.currency,
        -- What is given up of documents by this build is owed no longer.
        sum(write_offs_waiting.amount_minor) filter (
            where write_offs_waiting.amount_minor > 0 and write_offs_waiting.amount_minor <= write_offs_waiting.amount_due_minor
        ) as of_documents_minor
    from write_offs_waiting
    group by write_offs_waiting.account_id, write_offs_waiting.currency

),

payers_owing as (

    select
        payers.account_id,
        payers.currency,
        -sum(customer_legs.amount_minor) as owed_minor
    from payers
    inner join customer_legs
        on
            customer_legs.account_id = payers.account_id
            and customer_legs.currency = payers.currency
    group by payers.account_id, payers.currency

),

debts_to_forgive as (

    select
        write_offs_waiting.action_id,
        coalesce(write_offs_booked.amount_minor, 0) + case
            when write_offs_waiting.reference is not null then write_offs_waiting.amount_due_minor
            else
                coalesce(payers_owing.owed_minor, 0) - coalesce(payers.of_documents_minor, 0)
                - coalesce(money_to_come.balance_minor, 0)
        end as left_minor
    from write_offs_waiting
    inner join payers on payers.account_id = write_offs_waiting.account_id and payers.currency = write_offs_waiting.currency
    left join payers_owing on payers_owing.account_id = write_offs_waiting.account_id and payers_owing.currency = write_offs_waiting.currency
    left join money_to_come on money_to_come.account_id = write_offs_waiting.account_id and money_to_come.currency = write_offs_waiting.currency
    left join write_offs_booked
        on
            write_offs_booked.account_id = write_offs_waiting.account_id
            and write_offs_booked.currency = write_offs_waiting.currency
            and write_offs_booked.reference is not distinct from write_offs_waiting.reference

)

select * from debts_to_forgive

-- The documents that a reference names, issued or drafts, and what stands in the way of an action on them.
with documents as (
    select
        invoices.*,
        coalesce(invoice_settlements.amount_due_minor, 0) as amount_due_minor,
        invoice_voids.invoice_id is not null as is_void
    from book.invoices
    left join book.invoice_voids on invoice_voids.invoice_id = invoices.invoice_id
    left join current.invoice_settlements on invoice_settlements.invoice_id = invoices.invoice_id
    left join book.periods on periods.account_id = invoices.account_id and periods.period_start = invoices.period_start
    where
        (
            invoices.invoice_id::text = %(reference)s
            or invoices.invoice_number = %(reference)s
            -- What was issued was the draft of its period.
            or (
                %(kind)s = 'invoice_issue'
                and %(account_id)s::text is not null
                and invoices.corrects_invoice_id is null
                and %(reference)s in (
                    to_char(invoices.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                    to_char(invoices.period_start at time zone periods.billing_timezone, 'YYYY-MM-DD')
                )
            )
        )
        and (%(account_id)s::text is null or %(account_id)s::text in (invoices.account_id, invoices.bill_to_account_id))
),

-- What was asked for of a document in words that no build can carry out is left out: records are not checked when they land.
asked_for as (
    select
        documents.invoice_id,
        actions.kind,
        actions.amount_minor,
        case actions.kind
            when 'credit_note' then exists (select from book.invoices where invoices.action_id = actions.action_id)
            else
                exists (
                    select
                    from book.journal_entries
                    where
                        journal_entries.reference_id = actions.action_id
                        and journal_entries.reference_type = 'action'
                        and journal_entries.posting_group_id is null
                )
        end as is_booked
    from documents
    inner join raw.actions on actions.reference = documents.invoice_id::text
    where
        actions.kind in ('invoice_void', 'credit_note', 'write_off')
        and actions.action_id <> %(action_id)s
        and (actions.kind = 'invoice_void' or (actions.currency = documents.currency and actions.amount_minor > 0))
        and case actions.kind
            when 'write_off' then actions.account_id = documents.bill_to_account_id
            else coalesce(actions.account_id, documents.account_id) in (documents.account_id, documents.bill_to_account_id)
        end
        and not exists (
            select from raw.actions as decisions where decisions.kind = 'reject' and decisions.reference = actions.action_id
        )
),

booked as (
    select
        asked_for.invoice_id,
        sum(asked_for.amount_minor) as amount_minor
    from asked_for
    where asked_for.is_booked
    group by asked_for.invoice_id
),

-- What alone is more than is left of the document, or due on it, never comes to anything and stands in nobody's way.
on_their_way as (
    select
        documents.invoice_id,
        sum(asked_for.amount_minor) filter (where asked_for.kind <> 'invoice_void') as amount_minor,
        bool_or(asked_for.kind = 'invoice_void') as is_void
    from documents
    inner join asked_for on asked_for.invoice_id = documents.invoice_id
    left join booked on booked.invoice_id = documents.invoice_id
    where
        not asked_for.is_booked
        and case asked_for.kind
            when 'invoice_void' then booked.invoice_id is null
            when 'write_off' then asked_for.amount_minor <= documents.amount_due_minor
            else asked_for.amount_minor <= documents.total_minor - coalesce(booked.amount_minor, 0)
        end
    group by documents.invoice_id
),

newest_closings as (
    select distinct on (period_closings.period_id) period_closings.period_id, period_closings.status
    from book.period_closings
    order by period_closings.period_id, period_closings.closing_number desc
)

select
    documents.invoice_id::text as reference,
    false as is_draft,
    documents.invoice_number,
    documents.account_id,
    documents.bill_to_account_id,
    documents.currency,
    documents.corrects_invoice_id is not null as is_credit,
    true as is_closed,
    documents.is_void or coalesce(on_their_way.is_void, false) as is_void,
    false as is_asked_for,
    documents.total_minor,
    documents.total_minor - coalesce(booked.amount_minor, 0) - coalesce(on_their_way.amount_minor, 0) as left_minor,
    coalesce(on_their_way.amount_minor, 0)::bigint as on_its_way_minor
from documents
left join booked on booked.invoice_id = documents.invoice_id
left join on_their_way on on_their_way.invoice_id = documents.invoice_id

union all

select
    draft_invoices.invoice_id::text as reference,
    true as is_draft,
    null as invoice_number,
    draft_invoices.account_id,
    draft_invoices.account_id as bill_to_account_id,
    draft_invoices.currency,
    false as is_credit,
    coalesce(newest_closings.status = 'closed', false) as is_closed,
    false as is_void,
    exists (
        select from raw.actions where actions.kind = 'invoice_issue' and actions.reference = draft_invoices.invoice_id::text
    ) as is_asked_for,
    draft_invoices.total_minor,
    0 as left_minor,
    0 as on_its_way_minor
from current.draft_invoices
inner join book.periods on periods.account_id = draft_invoices.account_id and periods.period_start = draft_invoices.period_start
left join newest_closings on newest_closings.period_id = periods.period_id
where
    (
        draft_invoices.invoice_id::text = %(reference)s
        or %(reference)s in (
            to_char(draft_invoices.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            to_char(draft_invoices.period_start at time zone periods.billing_timezone, 'YYYY-MM-DD')
        )
    )
    and (%(account_id)s::text is null or %(account_id)s::text = draft_invoices.account_id)
    and (%(account_id)s::text is not null or draft_invoices.invoice_id::text = %(reference)s);

-- The documents that a reference names, issued or drafts, and what stands in the way of an action on them.
with pending as (
    select
        actions.kind,
        actions.reference,
        actions.amount_minor,
        case actions.kind
            when 'credit_note' then not exists (select from book.invoices where invoices.action_id = actions.action_id)
            else
                not exists (
                    select
                    from book.journal_entries
                    where
                        journal_entries.reference_id = actions.action_id
                        and journal_entries.reference_type = 'action'
                        and journal_entries.posting_group_id is null
                )
        end as is_on_its_way
    from raw.actions
    where
        actions.kind in ('invoice_void', 'credit_note', 'write_off')
        and actions.action_id <> %(action_id)s
        and not exists (
            select from raw.actions as decisions where decisions.kind = 'reject' and decisions.reference = actions.action_id
        )
),

given_back as (
    select
        pending.reference,
        sum(pending.amount_minor) as amount_minor,
        sum(pending.amount_minor) filter (where pending.is_on_its_way) as on_its_way_minor
    from pending
    where pending.kind in ('credit_note', 'write_off')
    group by pending.reference
),

newest_closings as (
    select distinct on (period_closings.period_id) period_closings.period_id, period_closings.status
    from book.period_closings
    order by period_closings.period_id, period_closings.closing_number desc
)

select
    invoices.invoice_id::text as reference,
    false as is_draft,
    invoices.invoice_number,
    invoices.account_id,
    invoices.bill_to_account_id,
    invoices.currency,
    invoices.corrects_invoice_id is not null as is_credit,
    true as is_closed,
    invoice_voids.invoice_id is not null
    or exists (select from pending where pending.kind = 'invoice_void' and pending.reference = invoices.invoice_id::text) as is_void,
    false as is_asked_for,
    invoices.total_minor,
    invoices.total_minor - coalesce(given_back.amount_minor, 0) as left_minor,
    coalesce(given_back.on_its_way_minor, 0)::bigint as on_its_way_minor
from book.invoices
left join book.invoice_voids on invoice_voids.invoice_id = invoices.invoice_id
left join given_back on given_back.reference = invoices.invoice_id::text
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

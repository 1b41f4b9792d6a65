-- Events somebody must still be told of: neither delivered nor given up, and not before the next attempt is due; and what was given up and is named.
with attempts as (

    select
        outbox_deliveries.outbox_event_id,
        outbox_deliveries.contact_id,
        max(outbox_deliveries.attempt_number) as attempt_count,
        bool_or(outbox_deliveries.outcome <> 'failed') as is_settled,
        bool_or(outbox_deliveries.outcome = 'dead') and not bool_or(outbox_deliveries.outcome in ('delivered', 'refused')) as is_given_up,
        max(outbox_deliveries.next_attempt_at) as next_attempt_at
    from control.outbox_deliveries
    group by outbox_deliveries.outbox_event_id, outbox_deliveries.contact_id

)

select
    outbox.outbox_event_id,
    outbox.event_type,
    outbox.account_id,
    outbox.project_id,
    outbox.subject_type,
    outbox.subject_id,
    outbox.payload,
    outbox.build_number,
    outbox.occurred_at,
    outbox_recipients.contact_id,
    outbox_recipients.channel,
    outbox_recipients.address,
    coalesce(attempts.attempt_count, 0) + 1 as attempt_number
from control.outbox_recipients
inner join control.outbox on outbox.outbox_event_id = outbox_recipients.outbox_event_id
left join attempts
    on
        attempts.outbox_event_id = outbox_recipients.outbox_event_id
        and attempts.contact_id = outbox_recipients.contact_id
where
    (not coalesce(attempts.is_settled, false) and coalesce(attempts.next_attempt_at, '-infinity') <= %(now)s)
    or (
        attempts.is_given_up
        and (
            outbox.outbox_event_id::text = any(%(again)s::text[])
            or (outbox.subject_type = 'provider_request' and outbox.subject_id = any(%(again)s::text[]))
        )
    )
order by outbox.build_number, outbox.outbox_event_id, outbox_recipients.contact_id collate "C"

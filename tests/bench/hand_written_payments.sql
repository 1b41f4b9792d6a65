-- The yardstick of payments: the newest state of each payment from the events that a bare COPY landed, and nothing else.
create table hand.payments (
    payment_id text primary key, customer_id text, currency text, status text, captured_minor bigint, refunded_minor bigint, newest_event_at timestamptz
);

insert into hand.payments
select
    coalesce(stripe_events.body #>> '{data,object,payment_intent}', stripe_events.object_id) as payment_id,
    max(stripe_events.body #>> '{data,object,customer}'),
    max(upper(stripe_events.body #>> '{data,object,currency}')),
    (array_agg(stripe_events.body #>> '{data,object,status}' order by stripe_events.created_at desc, stripe_events.event_id desc))[1],
    max(
        case stripe_events.object_type
            when 'charge' then (stripe_events.body #>> '{data,object,amount_captured}')::bigint
            else (stripe_events.body #>> '{data,object,amount_received}')::bigint
        end
    ),
    max(coalesce((stripe_events.body #>> '{data,object,amount_refunded}')::bigint, 0)),
    max(stripe_events.created_at)
from hand.stripe_events
group by 1;

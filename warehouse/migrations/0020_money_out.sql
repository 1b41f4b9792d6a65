-- What is asked of a payment provider goes through the outbox: the provider is told like a contact, and what it answers stands with the attempt.

alter table control.outbox_deliveries drop constraint outbox_deliveries_channel_check;
alter table control.outbox_deliveries add constraint outbox_deliveries_channel_check check (channel in ('email', 'webhook', 'file', 'provider'));
alter table control.outbox_deliveries drop constraint outbox_deliveries_outcome_check;
alter table control.outbox_deliveries add constraint outbox_deliveries_outcome_check check (outcome in ('delivered', 'failed', 'dead', 'refused'));
alter table control.outbox_deliveries add column answer_event_id text;
comment on column control.outbox_deliveries.answer_event_id is 'What the provider answered, as it landed in raw.stripe_events; null where it has said nothing.';
comment on table control.outbox_deliveries is 'Attempts to deliver an event to a contact or a provider. A failed one is tried again; a dead one was the last; a refused one was answered with a definite no.';

alter table current.refunds add column failure_reason text;

-- Contacts of the project, else of the account; what belongs to no account is for the contacts with the role house. Nobody is told of what was before him.
-- What a provider is asked for goes to the provider and to no contact.
create or replace view control.outbox_recipients as
select
    outbox.outbox_event_id,
    contacts_in_force.contact_id,
    contacts_in_force.channel,
    contacts_in_force.address
from control.outbox
inner join control.contacts_in_force
    on
        contacts_in_force.known_from_build <= outbox.build_number
        and outbox.subject_type <> 'provider_request'
        and case
            when outbox.account_id is null then contacts_in_force.role = 'house'
            else
                contacts_in_force.account_id = outbox.account_id
                and contacts_in_force.role is distinct from 'house'
                and contacts_in_force.project_id is not distinct from case
                    when exists (
                        select from control.contacts_in_force as of_project
                        where
                            of_project.account_id = outbox.account_id
                            and of_project.project_id = outbox.project_id
                            and of_project.role is distinct from 'house'
                            and of_project.known_from_build <= outbox.build_number
                    ) then outbox.project_id
                end
        end
union all
select
    outbox.outbox_event_id,
    'provider:' || (outbox.payload ->> 'provider'),
    'provider',
    outbox.payload ->> 'provider'
from control.outbox
where outbox.subject_type = 'provider_request';
comment on view control.outbox_recipients is 'Who is told of each event, on which channel and where.';

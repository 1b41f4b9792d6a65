-- Who is told of an event is settled by its build. A contact that moves is told nothing of what was before him, and what he was told stays told.

-- One row for each stay of a contact at an account, a project or the house, with what his record said last while he was there.
create view control.contacts_over_builds as
with versions_that_were_in_force as (
    -- A version that came late or was corrected before its build ended never was.
    select distinct on (contacts.record_key, from_build)
        contacts.record_key,
        contacts.contact_id,
        contacts.account_id,
        contacts.project_id,
        contacts.role,
        contacts.channel,
        contacts.address,
        contacts.role is not distinct from 'house' as is_of_the_house,
        min(build_batches.build_number) over newest_first as from_build
    from raw.contacts
    inner join control.build_batches on build_batches.batch_id = contacts.batch_id
    window newest_first as (partition by contacts.record_key order by contacts.batch_id desc, contacts.row_number desc)
    order by contacts.record_key, from_build, contacts.batch_id desc, contacts.row_number desc
),

versions_compared as (
    select
        versions_that_were_in_force.*,
        (account_id, project_id, is_of_the_house) is distinct from (
            lag(account_id) over oldest_first, lag(project_id) over oldest_first, lag(is_of_the_house) over oldest_first
        ) as has_moved,
        lead(from_build, 1, 9223372036854775807) over oldest_first as next_from_build
    from versions_that_were_in_force
    window oldest_first as (partition by record_key order by from_build)
),

stays_by_their_versions as (
    select
        versions_compared.*,
        max(from_build) filter (where has_moved) over oldest_first as known_from_build,
        lead(has_moved, 1, true) over oldest_first as is_last_of_its_stay
    from versions_compared
    window oldest_first as (partition by record_key order by from_build)
)

select
    contact_id,
    account_id,
    project_id,
    role,
    channel,
    address,
    known_from_build,
    next_from_build as known_until_build
from stays_by_their_versions
where is_last_of_its_stay;
comment on view control.contacts_over_builds is
'Contacts where they were, a row for each stay: from its first build to before the one that moved them, 9223372036854775807 while they are there.';

create or replace view control.contacts_in_force as
select
    contact_id,
    account_id,
    project_id,
    role,
    channel,
    address,
    known_from_build
from control.contacts_over_builds
where known_until_build = 9223372036854775807;
comment on view control.contacts_in_force is 'Contacts as their newest version says, with the first build since which they are where they are.';

-- Contacts of the project, else of the account; what belongs to no account is for the contacts with the role house. All as they were at its build.
-- What a provider is asked for goes to the provider and to no contact.
create or replace view control.outbox_recipients as
select
    contacts_of_events.outbox_event_id,
    contacts_of_events.contact_id,
    contacts_of_events.channel,
    contacts_of_events.address
from (
    select
        outbox.outbox_event_id,
        contacts_over_builds.contact_id,
        contacts_over_builds.channel,
        contacts_over_builds.address,
        contacts_over_builds.project_id is not null as is_of_the_project,
        bool_or(contacts_over_builds.project_id is not null) over (partition by outbox.outbox_event_id) as has_contacts_of_the_project
    from control.outbox
    inner join control.contacts_over_builds
        on
            contacts_over_builds.account_id = outbox.account_id
            and contacts_over_builds.role is distinct from 'house'
            and (contacts_over_builds.project_id is null or contacts_over_builds.project_id = outbox.project_id)
            and contacts_over_builds.known_from_build <= outbox.build_number
            and contacts_over_builds.known_until_build > outbox.build_number
    where outbox.subject_type <> 'provider_request'
) as contacts_of_events
where contacts_of_events.is_of_the_project = contacts_of_events.has_contacts_of_the_project
union all
select
    outbox.outbox_event_id,
    contacts_over_builds.contact_id,
    contacts_over_builds.channel,
    contacts_over_builds.address
from control.outbox
inner join control.contacts_over_builds
    on
        contacts_over_builds.role = 'house'
        and contacts_over_builds.known_from_build <= outbox.build_number
        and contacts_over_builds.known_until_build > outbox.build_number
where outbox.account_id is null and outbox.subject_type <> 'provider_request'
union all
select
    outbox.outbox_event_id,
    'provider:' || (outbox.payload ->> 'provider'),
    'provider',
    outbox.payload ->> 'provider'
from control.outbox
where outbox.subject_type = 'provider_request';
comment on view control.outbox_recipients is 'Who is told of each event, on which channel and where: whoever was there at its build, for good.';

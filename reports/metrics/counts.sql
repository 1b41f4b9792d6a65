-- Everything else that is counted: one row for each gauge and label. A state that nothing is in counts 0, so that no series comes and goes.
-- The newest build is the newest one that has ended: a build at work has no gates yet.
with newest_build as (
    select
        builds.build_number,
        builds.status,
        builds.as_of
    from operations.builds
    where builds.kind = 'build' and builds.status <> 'open'
    order by builds.build_number desc
    limit 1
),

gates_of_the_newest_build as (
    select gate_results.status
    from operations.gate_results
    inner join newest_build on newest_build.build_number = gate_results.build_number
),

newest_publication as (
    select
        max(builds.build_number) as build_number,
        max(builds.as_of) as as_of
    from operations.builds
    where builds.published_at is not null
)

select 'gates' as metric, states.status as label, count(gates_of_the_newest_build.status)::numeric as value
from (values ('pass'), ('fail'), ('error'), ('missing')) as states (status)
left join gates_of_the_newest_build on gates_of_the_newest_build.status = states.status
group by states.status

union all

select 'gates_red', null, count(*) from gates_of_the_newest_build
where gates_of_the_newest_build.status <> 'pass'

union all

select 'builds_newest', states.status, count(newest_build.status)
from (values ('published'), ('nothing_new'), ('failed'), ('abandoned')) as states (status)
left join newest_build on newest_build.status = states.status
group by states.status

union all

select 'build_number', null, newest_build.build_number from newest_build

union all

select 'publication_build_number', null, newest_publication.build_number from newest_publication
where newest_publication.build_number is not null

union all

select 'publication_as_of_timestamp_seconds', null, extract(epoch from newest_publication.as_of) from newest_publication
where newest_publication.as_of is not null

union all

select 'accounts_parked', null, count(distinct parked_accounts.account_id) from operations.parked_accounts

union all

select 'outbox_events', states.state, count(outbox.outbox_event_id)
from (values ('pending'), ('retrying'), ('delivered'), ('dead'), ('refused'), ('unaddressed')) as states (state)
left join operations.outbox on outbox.state = states.state
group by states.state

union all

select 'outbox_oldest_undelivered_timestamp_seconds', null, extract(epoch from min(outbox.occurred_at)) from operations.outbox
where outbox.state in ('pending', 'retrying')
having count(*) > 0

union all

select 'data_quality_expectations', states.status, count(data_quality_results.expectation)
from (values ('met'), ('missed'), ('no_history'), ('nothing_to_judge'), ('error')) as states (status)
left join operations.data_quality_results on data_quality_results.status = states.status and data_quality_results.is_newest_run
group by states.status

union all

select 'data_quality_holding', null, count(*) from operations.data_quality_results
where data_quality_results.is_newest_run and data_quality_results.is_holding

order by metric, label

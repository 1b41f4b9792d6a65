-- What the data-quality suites found, and runs of the orchestrator that failed, which somebody must be told of.

create table control.data_quality_results (
    run_number bigint not null check (run_number > 0),
    suite text not null,
    expectation text not null,
    subject text not null,
    expectation_type text not null,
    severity text not null check (severity in ('critical', 'warning')),
    status text not null check (status in ('met', 'missed', 'no_history', 'nothing_to_judge', 'error')),
    says text not null,
    is_waiting boolean not null,
    build_number bigint references control.builds,
    history_count int not null check (history_count >= 0),
    element_count bigint check (element_count >= 0),
    unexpected_count bigint check (unexpected_count >= 0),
    observed numeric(38, 9),
    lowest numeric(38, 9),
    highest numeric(38, 9),
    as_of timestamptz,
    checked_at timestamptz not null default clock_timestamp(),
    primary key (run_number, suite, expectation)
);
comment on table control.data_quality_results is 'One row for each expectation of each run of the data-quality suites: counts and shares only, never a value of the data.';

create table control.failed_runs (
    run_id uuid primary key,
    job_name text not null,
    build_number bigint references control.builds,
    failed_at timestamptz not null
);
comment on table control.failed_runs is 'Runs of the orchestrator that failed, each once, with the newest build at that time. What went wrong stands in the log of the run.';

do $$
declare protected regclass;
begin
    foreach protected in array array['control.data_quality_results', 'control.failed_runs']::regclass[] loop
        execute format('create trigger never_changed before update or delete on %s for each row execute function book.refuse_change()', protected);
        execute format('create trigger never_truncated before truncate on %s for each statement execute function book.refuse_change()', protected);
        execute format('alter table %s enable always trigger never_changed', protected);
        execute format('alter table %s enable always trigger never_truncated', protected);
    end loop;
end $$;

-- Everything it told before, and the runs that failed: they post nothing, so what is told of them comes from their own rows.
do $outer$
begin
    execute 'create or replace view control.outbox as ' || rtrim(pg_get_viewdef('control.outbox'::regclass), '; ') || $view$
    union all
    select
        encode(substring(sha256(convert_to('run_failed:' || failed_runs.run_id::text, 'UTF8')) from 1 for 16), 'hex')::uuid,
        coalesce(failed_runs.build_number, 0),
        'run_failed',
        null,
        null,
        'run',
        failed_runs.run_id::text,
        1,
        jsonb_build_object(
            'run_id', failed_runs.run_id,
            'job', failed_runs.job_name,
            'failed_at', to_char(failed_runs.failed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
            'missed_expectations', coalesce((
                select jsonb_agg(missed.suite || '.' || missed.expectation order by missed.suite collate "C", missed.expectation collate "C")
                from control.data_quality_results as missed
                where
                    missed.run_number = (
                        select max(earlier.run_number) from control.data_quality_results as earlier where earlier.checked_at <= failed_runs.failed_at
                    )
                    and missed.severity = 'critical'
                    and missed.is_waiting
                    and missed.status in ('missed', 'error')
            ), '[]'::jsonb)
        ),
        failed_runs.failed_at
    from control.failed_runs
    $view$;
end $outer$;
comment on view control.outbox is 'Every event of the outbox with its payload: those of the book, the builds that failed, and the runs of the orchestrator that did.';

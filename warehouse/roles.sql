-- Roles belong to the whole server, so every statement may find its work done by another database.
do $$
declare wanted text;
begin
    foreach wanted in array array['tallyhouse_owner', 'tallyhouse_reader'] loop
        if not exists (select from pg_roles where rolname = wanted) then
            execute format('create role %I nologin', wanted);
        end if;
    end loop;
    foreach wanted in array array['tallyhouse_ingest', 'tallyhouse_runner', 'tallyhouse_build', 'tallyhouse_poster', 'tallyhouse_analyst', 'tallyhouse_finance', 'tallyhouse_auditor'] loop
        if not exists (select from pg_roles where rolname = wanted) then
            execute format('create role %I login', wanted);
        end if;
    end loop;
    if not pg_has_role(session_user, 'tallyhouse_owner', 'member') then
        execute format('grant tallyhouse_owner to %I', session_user);
    end if;
    if not pg_has_role(session_user, 'tallyhouse_build', 'member') then
        execute format('grant tallyhouse_build to %I', session_user);
    end if;
    -- The runner ends what is left of the build role's connections.
    if not pg_has_role('tallyhouse_runner', 'tallyhouse_build', 'member') then
        grant tallyhouse_build to tallyhouse_runner;
    end if;
end $$;

-- What this role writes can be made again; the runner's next commit, of the gates' results, makes it durable.
alter role tallyhouse_build set synchronous_commit = off;
alter role tallyhouse_build set statement_timeout = '60min';
alter role tallyhouse_build set lock_timeout = '60s';
alter role tallyhouse_build set idle_in_transaction_session_timeout = '5min';
alter role tallyhouse_build set timezone = 'UTC';
alter role tallyhouse_build set client_connection_check_interval = '2s';
alter role tallyhouse_poster set lock_timeout = '60s';
alter role tallyhouse_poster set idle_in_transaction_session_timeout = '10min';
alter role tallyhouse_poster set timezone = 'UTC';

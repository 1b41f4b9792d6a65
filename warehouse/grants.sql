-- Who may do what. Runs at every `tallyhouse up`: live grants follow this page.
do $$
begin
    execute format('grant create on database %I to tallyhouse_owner', current_database());
    execute format('grant connect on database %I to tallyhouse_ingest, tallyhouse_runner, tallyhouse_build, tallyhouse_poster, tallyhouse_analyst, tallyhouse_finance, tallyhouse_auditor, tallyhouse_reader', current_database());
    -- Temporary tables: ingest compares a batch with what is there; dbt gathers what it is about to add.
    execute format('revoke temporary on database %I from public', current_database());
    execute format('grant temporary on database %I to tallyhouse_ingest, tallyhouse_build', current_database());
end $$;
revoke create on schema public from public;

create schema if not exists raw authorization tallyhouse_owner;
create schema if not exists book authorization tallyhouse_owner;
create schema if not exists current authorization tallyhouse_owner;
create schema if not exists control authorization tallyhouse_owner;
create schema if not exists reference authorization tallyhouse_build;
create schema if not exists staging authorization tallyhouse_build;
create schema if not exists rules authorization tallyhouse_build;
-- Where a shadow build plans; nobody reads there.
create schema if not exists shadow_staging authorization tallyhouse_build;
create schema if not exists shadow_rules authorization tallyhouse_build;
create schema if not exists billing authorization tallyhouse_build;
create schema if not exists finance authorization tallyhouse_build;
create schema if not exists operations authorization tallyhouse_build;
create schema if not exists analytics authorization tallyhouse_build;

alter default privileges for role tallyhouse_owner revoke execute on functions from public;
alter default privileges for role tallyhouse_build revoke execute on functions from public;

grant usage on schema raw, book, current, control, reference to tallyhouse_ingest, tallyhouse_runner, tallyhouse_build, tallyhouse_poster;
grant usage on schema rules, staging to tallyhouse_poster, tallyhouse_runner;
grant usage on schema billing, finance, operations, analytics to tallyhouse_finance, tallyhouse_auditor, tallyhouse_runner;
grant usage on schema billing, operations, analytics to tallyhouse_analyst;
-- Readers of some accounts: every surface, and through each only the rows of theirs.
grant usage on schema billing, finance, operations, analytics to tallyhouse_reader;
grant select on all tables in schema billing, finance, operations, analytics to tallyhouse_reader;

grant select on all tables in schema raw, book, current, control to tallyhouse_ingest, tallyhouse_runner, tallyhouse_build, tallyhouse_poster;
alter default privileges for role tallyhouse_owner in schema raw, book, current, control grant select on tables to tallyhouse_ingest, tallyhouse_runner, tallyhouse_build, tallyhouse_poster;
grant insert on all tables in schema raw to tallyhouse_ingest;
grant usage on all sequences in schema raw to tallyhouse_ingest;
alter default privileges for role tallyhouse_owner in schema raw grant insert on tables to tallyhouse_ingest;
alter default privileges for role tallyhouse_owner in schema raw grant usage on sequences to tallyhouse_ingest;

do $$
declare control_table text;
begin
    foreach control_table in array array['builds', 'build_batches', 'build_outcomes', 'gate_results', 'installations', 'readers', 'shadow_runs', 'shadow_prices', 'shadow_price_tiers', 'shadow_results', 'shadow_lines', 'shadow_proofs', 'outbox_deliveries', 'data_quality_results', 'failed_runs'] loop
        if to_regclass('control.' || control_table) is not null then
            execute format('grant insert on control.%I to tallyhouse_runner', control_table);
        end if;
    end loop;
    foreach control_table in array array['build_outcomes', 'publications', 'reconciliation_results', 'reconciliation_ages', 'finding_changes', 'usage_superseded', 'seals', 'seal_heads'] loop
        if to_regclass('control.' || control_table) is not null then
            execute format('grant insert on control.%I to tallyhouse_poster', control_table);
        end if;
    end loop;
end $$;

grant insert on all tables in schema book to tallyhouse_poster;
grant insert, delete on all tables in schema current to tallyhouse_poster;
do $$
begin
    if to_regprocedure('book.incoherences(bigint)') is not null then
        grant execute on function book.incoherences(bigint) to tallyhouse_poster, tallyhouse_runner, tallyhouse_build;
    end if;
end $$;

alter default privileges for role tallyhouse_build in schema reference grant select on tables to tallyhouse_ingest, tallyhouse_runner, tallyhouse_poster;
alter default privileges for role tallyhouse_build in schema rules, staging grant select on tables to tallyhouse_poster, tallyhouse_runner;
alter default privileges for role tallyhouse_build in schema billing, finance, operations, analytics grant select on tables to tallyhouse_finance, tallyhouse_auditor, tallyhouse_runner, tallyhouse_reader;
alter default privileges for role tallyhouse_build in schema billing, operations, analytics grant select on tables to tallyhouse_analyst;
-- Functions of the surfaces run with the rights of whoever asks.
alter default privileges for role tallyhouse_build in schema billing grant execute on functions to public;

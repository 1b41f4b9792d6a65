-- A join is planned by what was counted of its tables, and the server counts by itself within the minute; a build that follows a large file,
-- or a large posting, comes sooner, and would look up each row of one side in all of the other.

create function control.count_what_grew() returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
    grown record;
begin
    for grown in
        select kept.schemaname, kept.relname
        from pg_stat_user_tables as kept
        inner join pg_class on pg_class.oid = kept.relid
        where
            kept.schemaname in ('raw', 'book', 'current', 'control')
            and (
                kept.n_mod_since_analyze > 1000 + 0.1 * greatest(pg_class.reltuples, 0)
                -- After a crash the server has forgotten what changed.
                or (pg_class.reltuples < 0 and pg_relation_size(kept.relid) > 262144)
            )
        order by kept.schemaname, kept.relname
    loop
        execute format('analyze %I.%I', grown.schemaname, grown.relname);
    end loop;
end $$;
comment on function control.count_what_grew is 'Has the server count the tables that grew by a tenth, and by more than a thousand rows, since it last did.';
grant execute on function control.count_what_grew to tallyhouse_runner;

-- Nobody asks how often a body or its bytes come up.
alter table raw.stripe_events alter column body set statistics 0, alter column content set statistics 0, alter column content_sha256 set statistics 0;

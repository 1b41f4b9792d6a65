-- The grants as they are, not as they were meant.
select
    pg_roles.rolname as role_name,
    coalesce(
        array_agg(surface_schemas.nspname::text order by surface_schemas.nspname::text collate "C")
        filter (where surface_schemas.nspname is not null),
        '{}'
    ) as readable_schemas
from pg_roles
left join pg_namespace as surface_schemas
    on surface_schemas.nspname in ('billing', 'finance', 'operations', 'analytics')
    and has_schema_privilege(pg_roles.oid, surface_schemas.oid, 'usage')
where
    pg_roles.rolcanlogin
    and pg_roles.rolname like 'tallyhouse\_%'
group by pg_roles.rolname
order by pg_roles.rolname collate "C"

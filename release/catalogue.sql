-- Everything the migrations made, one line of text for each thing, so that two databases are compared by what they hold.
with tables as (

    select
        pg_class.oid as table_oid,
        pg_namespace.nspname || '.' || pg_class.relname as table_name,
        pg_class.relkind,
        pg_class.relowner,
        pg_class.relacl
    from pg_class
    inner join pg_namespace on pg_namespace.oid = pg_class.relnamespace
    where pg_namespace.nspname in ('raw', 'book', 'current', 'control')

),

things as (

    select 'table ' || table_name || ' ' || relkind::text || ' of ' || pg_get_userbyid(relowner) as thing
    from tables
    where relkind in ('r', 'p', 'v', 'S')
    union all
    select
        'column ' || tables.table_name || '.' || pg_attribute.attname || ' ' || format_type(pg_attribute.atttypid, pg_attribute.atttypmod)
        || case when pg_attribute.attnotnull then ' not null' else '' end
        || coalesce(' default ' || pg_get_expr(pg_attrdef.adbin, pg_attrdef.adrelid), '')
        || coalesce(': ' || col_description(tables.table_oid, pg_attribute.attnum), '')
    from pg_attribute
    inner join tables on tables.table_oid = pg_attribute.attrelid
    left join pg_attrdef on pg_attrdef.adrelid = pg_attribute.attrelid and pg_attrdef.adnum = pg_attribute.attnum
    where tables.relkind in ('r', 'p', 'v') and pg_attribute.attnum > 0 and not pg_attribute.attisdropped
    union all
    select 'constraint ' || tables.table_name || ' ' || pg_constraint.conname || ' ' || pg_get_constraintdef(pg_constraint.oid)
    from pg_constraint
    inner join tables on tables.table_oid = pg_constraint.conrelid
    -- From Postgres 18 on a column's `not null`, which stands above, is one as well.
    where pg_constraint.contype <> 'n'
    union all
    select 'index ' || pg_get_indexdef(pg_index.indexrelid)
    from pg_index
    inner join tables on tables.table_oid = pg_index.indrelid
    union all
    select 'trigger ' || pg_get_triggerdef(pg_trigger.oid) || ' ' || pg_trigger.tgenabled::text
    from pg_trigger
    inner join tables on tables.table_oid = pg_trigger.tgrelid
    where not pg_trigger.tgisinternal
    union all
    select 'function ' || pg_get_functiondef(pg_proc.oid)
    from pg_proc
    inner join pg_namespace on pg_namespace.oid = pg_proc.pronamespace
    where pg_namespace.nspname in ('raw', 'book', 'current', 'control') and pg_proc.prokind in ('f', 'p')
    union all
    select 'grant ' || tables.table_name || ' ' || grants.privilege_type || ' to ' || coalesce(pg_roles.rolname, 'public')
    from tables
    cross join lateral aclexplode(tables.relacl) as grants
    left join pg_roles on pg_roles.oid = grants.grantee
    where tables.relkind in ('r', 'p', 'v')

)

select thing from things order by thing collate "C"

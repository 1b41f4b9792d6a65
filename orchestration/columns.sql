select
    pg_namespace.nspname,
    pg_class.relname,
    pg_attribute.attname,
    format_type(pg_attribute.atttypid, pg_attribute.atttypmod)
from pg_class
inner join pg_namespace on pg_namespace.oid = pg_class.relnamespace
inner join pg_attribute on pg_attribute.attrelid = pg_class.oid
where
    pg_namespace.nspname in ('raw', 'reference', 'staging', 'rules', 'book', 'current', 'control')
    and pg_class.relkind in ('r', 'p', 'v')
    and pg_attribute.attnum > 0
    and not pg_attribute.attisdropped
order by pg_namespace.nspname, pg_class.relname, pg_attribute.attnum

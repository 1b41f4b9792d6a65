-- How long each table is kept, and on what ground.

with retention_policies as (

    select * from {{ source('current', 'retention_policies') }}

),

policies_for_the_reader as (

    select
        retention_policies.table_schema,
        retention_policies.table_name,
        retention_policies.legal_basis,
        retention_policies.reason,
        retention_policies.keep_months,
        retention_policies.compact_after_days,
        retention_policies.has_personal_data,
        retention_policies.can_be_compacted,
        -- A policy says how long rows are kept at least; that they go afterwards nothing says.
        false as is_deletion_on
    from retention_policies
    where {{ reader_may_see('null') }}

)

select * from policies_for_the_reader

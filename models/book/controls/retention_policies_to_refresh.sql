with retention_policies as (

    select * from {{ ref('retention_policies') }}

)

select
    retention_policies.table_schema,
    retention_policies.table_name,
    retention_policies.keep_months,
    retention_policies.compact_after_days,
    retention_policies.has_personal_data,
    retention_policies.can_be_compacted,
    retention_policies.legal_basis,
    retention_policies.reason
from retention_policies

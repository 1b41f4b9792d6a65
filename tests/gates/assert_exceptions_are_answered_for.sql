-- If this fails, a finding would be out of sight and nobody could say who let it stand, why, or until when.
-- Asked in each build: depends_on: {{ ref('reconciliation_results_to_post') }}

with finding_exceptions as (

    select * from {{ ref('finding_exceptions') }}

)

select
    finding_exceptions.check_name,
    finding_exceptions.subject
from finding_exceptions
group by finding_exceptions.check_name, finding_exceptions.subject
having
    count(*) > 1
    or bool_or(coalesce(btrim(finding_exceptions.approver), '') = '')
    or bool_or(coalesce(btrim(finding_exceptions.reason), '') = '')
    or bool_or(finding_exceptions.expires_on is null)

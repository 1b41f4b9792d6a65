-- If this fails, a finding would be out of sight and nobody could say who let it stand, why, or until when.
-- Asked in each build: depends_on: {{ ref('reconciliation_results_to_post') }}

with exceptions_granted as (

    select * from {{ ref('exceptions_granted') }}

)

select
    exceptions_granted.check_name,
    exceptions_granted.subject,
    exceptions_granted.account_id,
    exceptions_granted.reason_code
from exceptions_granted
-- Itself, and each other row that would answer for one of its findings: what is left empty meets everything.
left join exceptions_granted as rows_about_the_same
    on
        rows_about_the_same.check_name = exceptions_granted.check_name
        and rows_about_the_same.subject = exceptions_granted.subject
        and coalesce(rows_about_the_same.account_id = exceptions_granted.account_id, true)
        and coalesce(rows_about_the_same.reason_code = exceptions_granted.reason_code, true)
group by exceptions_granted.check_name, exceptions_granted.subject, exceptions_granted.account_id, exceptions_granted.reason_code
having
    count(rows_about_the_same.check_name) > 1
    or bool_or(coalesce(btrim(exceptions_granted.approver), '') = '')
    or bool_or(coalesce(btrim(exceptions_granted.reason), '') = '')
    or bool_or(exceptions_granted.expires_on is null)

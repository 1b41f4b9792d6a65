with accounts as (

    select *
    from {{ ref('stg_records__accounts') }}
    where known_until_build = 9223372036854775807

)

select
    accounts.account_id,
    accounts.account_type,
    accounts.name,
    accounts.parent_account_id,
    accounts.reseller_account_id,
    accounts.bill_to_account_id,
    accounts.currency,
    accounts.billing_timezone,
    accounts.billing_mode,
    accounts.country,
    accounts.tax_responsibility,
    accounts.credit_risk_owner,
    accounts.retail_plan_id,
    accounts.wholesale_plan_id,
    accounts.status,
    accounts.issuer_id,
    accounts.payment_terms_days,
    accounts.credit_limit_minor
from accounts

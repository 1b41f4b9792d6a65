-- Every charge with the names of its parties: who is billed, whose usage it is, who issues, who provides.

with accounts as (

    select * from {{ source('current', 'accounts') }}

),

issuers as (

    select * from {{ ref('issuers_known') }}

),

charges as (

    select * from {{ ref('focus_charges_of_lines') }}
    union all
    select * from {{ ref('focus_charges_of_rounding') }}
    union all
    select * from {{ ref('focus_charges_of_taxes') }}
    union all
    select * from {{ ref('focus_charges_of_credit_notes') }}
    union all
    select * from {{ ref('focus_charges_of_accounts') }}

),

accounts_named as (

    select
        accounts.account_id,
        accounts.account_type,
        accounts.issuer_id,
        coalesce(accounts.name, accounts.account_id) as account_name,
        accounts.reseller_account_id,
        coalesce(resellers.name, accounts.reseller_account_id) as reseller_name
    from accounts
    left join accounts as resellers on resellers.account_id = accounts.reseller_account_id

),

charges_beside_their_parties as (

    select
        charges.*,
        billed_accounts.account_name as billing_account_name,
        case billed_accounts.account_type when 'reseller' then 'Reseller' when 'end_customer' then 'End Customer' else 'Tenant' end
            as billing_account_type,
        billed_accounts.reseller_account_id,
        coalesce(issuers.issuer_name, charges.issuer_id, billed_accounts.issuer_id, 'house') as house_name,
        case when charges.side = 'retail' and not charges.is_posted then billed_accounts.reseller_name end as reselling_name,
        case
            when charges.line_type in ('tax', 'credit') then null
            when charges.side = 'wholesale' then charges.usage_account_id
            else charges.project_id
        end as sub_account_id,
        case when charges.side = 'wholesale' then using_accounts.account_name else charges.project_id end as sub_account_name,
        case when charges.side = 'wholesale' then 'End Customer' when charges.project_id is not null then 'Project' end as sub_account_type
    from charges
    left join accounts_named as billed_accounts on billed_accounts.account_id = charges.account_id
    left join accounts_named as using_accounts on using_accounts.account_id = charges.usage_account_id
    left join issuers on issuers.issuer_id = coalesce(charges.issuer_id, billed_accounts.issuer_id, 'house')

)

select * from charges_beside_their_parties

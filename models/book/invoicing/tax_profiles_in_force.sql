{{ config(materialized='ephemeral') }}

-- What is to be taxed alike (account, category, day, knowledge), each with the tax profiles that hold for it; one row without one where none does.
-- A closed period keeps the profiles known to the build that closed it; what was not known then is filled in with what is known now.

with draft_lines_to_tax as (

    select * from {{ ref('draft_lines_to_tax') }}

),

accounts as (

    select * from {{ ref('stg_records__accounts') }}

),

tax_profiles as (

    select * from {{ ref('stg_records__tax_profiles') }}

),

situations as (

    select distinct
        draft_lines_to_tax.tax_situation_id,
        draft_lines_to_tax.account_id,
        draft_lines_to_tax.tax_category,
        draft_lines_to_tax.tax_known_by_build_number,
        draft_lines_to_tax.is_unclear,
        draft_lines_to_tax.taxed_on,
        draft_lines_to_tax.taxed_at
    from draft_lines_to_tax

),

-- An issuer taxes when anybody whom it bills has a tax profile: from then on everybody needs one.
issuers_that_tax as (

    select distinct coalesce(accounts.issuer_id, 'house') as issuer_id
    from tax_profiles
    inner join accounts on accounts.account_id = tax_profiles.account_id
    where
        accounts.known_until_build = 9223372036854775807
        and tax_profiles.known_until_build = 9223372036854775807
        and tax_profiles.valid_from < tax_profiles.valid_to

),

situations_of_accounts as (

    select
        situations.*,
        coalesce(accounts_then.tax_responsibility, accounts.tax_responsibility, 'platform') as tax_responsibility,
        coalesce(accounts.issuer_id, 'house') in (select issuers_that_tax.issuer_id from issuers_that_tax)
        and coalesce(accounts_then.tax_responsibility, accounts.tax_responsibility, 'platform') = 'platform' as is_asked_for
    from situations
    left join accounts
        on
            accounts.account_id = situations.account_id
            and accounts.known_until_build = 9223372036854775807
    left join accounts as accounts_then
        on
            accounts_then.account_id = situations.account_id
            and accounts_then.known_from_build <= situations.tax_known_by_build_number
            and accounts_then.known_until_build > situations.tax_known_by_build_number

),

profiles_found as (

    select
        situations_of_accounts.*,
        tax_profiles.jurisdiction,
        tax_profiles.treatment,
        tax_profiles.tax_id,
        tax_profiles.exempt_reason,
        tax_profiles.tax_provider,
        coalesce(
            tax_profiles.known_from_build <= situations_of_accounts.tax_known_by_build_number
            and tax_profiles.known_until_build > situations_of_accounts.tax_known_by_build_number,
            false
        ) as is_known_then,
        tax_profiles.valid_from
    from situations_of_accounts
    left join tax_profiles
        on
            tax_profiles.account_id = situations_of_accounts.account_id
            and tax_profiles.valid_from <= situations_of_accounts.taxed_at
            and tax_profiles.valid_to > situations_of_accounts.taxed_at
            and situations_of_accounts.tax_responsibility = 'platform'
            and (
                tax_profiles.known_until_build = 9223372036854775807
                or (
                    tax_profiles.known_from_build <= situations_of_accounts.tax_known_by_build_number
                    and tax_profiles.known_until_build > situations_of_accounts.tax_known_by_build_number
                )
            )

),

-- Of one jurisdiction the profile that began last holds.
profiles_ranked as (

    select
        profiles_found.*,
        profiles_found.is_known_then = bool_or(profiles_found.is_known_then) over (partition by profiles_found.tax_situation_id) as is_in_force,
        row_number() over (
            partition by profiles_found.tax_situation_id, profiles_found.jurisdiction
            order by profiles_found.is_known_then desc, profiles_found.valid_from desc
        ) as standing
    from profiles_found

)

select * from profiles_ranked
where
    profiles_ranked.is_in_force
    and profiles_ranked.standing = 1

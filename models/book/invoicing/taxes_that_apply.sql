{{ config(materialized='ephemeral') }}

-- Each tax of what is to be taxed alike with its rate of the day, or the reason why there is none. What is missing holds the document back.

with tax_profiles_in_force as (

    select * from {{ ref('tax_profiles_in_force') }}

),

tax_rates as (

    select * from {{ ref('tax_rates') }}

),

-- A part of a country brings the country's tax, unless the account has a profile there too. A category that no rate names is taxed as standard.
rates_found as (

    select
        tax_profiles_in_force.tax_situation_id,
        tax_profiles_in_force.jurisdiction as profile_jurisdiction,
        tax_rates.tax_jurisdiction,
        tax_rates.category,
        tax_rates.rate_kind,
        tax_rates.compound_on,
        tax_rates.rate_bp,
        row_number() over (
            partition by tax_profiles_in_force.tax_situation_id, tax_rates.tax_jurisdiction
            order by tax_profiles_in_force.jurisdiction collate "C"
        ) as standing
    from tax_profiles_in_force
    inner join tax_rates
        on
            tax_rates.jurisdiction = tax_profiles_in_force.jurisdiction
            and tax_rates.valid_from <= tax_profiles_in_force.taxed_on
            and tax_rates.valid_to > tax_profiles_in_force.taxed_on
            and tax_rates.category = case
                when tax_profiles_in_force.tax_category in (select named.category from tax_rates as named) then tax_profiles_in_force.tax_category
                else 'standard'
            end
    left join tax_profiles_in_force as profiles_of_the_levier
        on
            profiles_of_the_levier.tax_situation_id = tax_profiles_in_force.tax_situation_id
            and profiles_of_the_levier.jurisdiction = tax_rates.tax_jurisdiction
            and profiles_of_the_levier.jurisdiction <> tax_profiles_in_force.jurisdiction
    where tax_profiles_in_force.treatment = 'standard' and profiles_of_the_levier.jurisdiction is null

),

situations_over_borders as (

    select tax_profiles_in_force.tax_situation_id
    from tax_profiles_in_force
    where tax_profiles_in_force.treatment <> 'out_of_scope'
    group by tax_profiles_in_force.tax_situation_id
    having count(distinct split_part(tax_profiles_in_force.jurisdiction, '-', 1)) > 1

),

profiles_with_their_rates as (

    select
        tax_profiles_in_force.*,
        rates_found.tax_jurisdiction,
        rates_found.category,
        rates_found.rate_kind,
        bases.tax_jurisdiction as compound_on,
        coalesce(rates_found.rate_bp, 0) as rate_bp,
        coalesce(bases.rate_bp, 0) as base_rate_bp
    from tax_profiles_in_force
    left join rates_found
        on
            rates_found.tax_situation_id = tax_profiles_in_force.tax_situation_id
            and rates_found.profile_jurisdiction = tax_profiles_in_force.jurisdiction
            and rates_found.standing = 1
    left join rates_found as bases
        on
            bases.tax_situation_id = rates_found.tax_situation_id
            and bases.tax_jurisdiction = rates_found.compound_on
            and bases.standing = 1

),

taxes_that_apply as (

    select
        profiles_with_their_rates.tax_situation_id,
        coalesce(profiles_with_their_rates.tax_jurisdiction, profiles_with_their_rates.jurisdiction) as jurisdiction,
        coalesce(profiles_with_their_rates.category, profiles_with_their_rates.tax_category) as category,
        profiles_with_their_rates.rate_kind,
        profiles_with_their_rates.compound_on,
        coalesce(profiles_with_their_rates.treatment, 'out_of_scope') as treatment,
        case
            when profiles_with_their_rates.rate_kind is not null then profiles_with_their_rates.rate_kind || '_rate'
            when profiles_with_their_rates.tax_responsibility = 'reseller' then 'taxed_by_reseller'
            when profiles_with_their_rates.treatment is null and not profiles_with_their_rates.is_asked_for then 'not_taxed'
            when profiles_with_their_rates.treatment is null then 'tax_profile_missing'
            when profiles_with_their_rates.treatment = 'standard' then 'tax_rate_missing'
            else profiles_with_their_rates.treatment
        end as reason,
        profiles_with_their_rates.tax_id,
        profiles_with_their_rates.exempt_reason,
        case
            when situations_over_borders.tax_situation_id is not null then 'tax_profiles_contradict'
            when profiles_with_their_rates.is_unclear and profiles_with_their_rates.treatment = 'standard' then 'tax_unclear'
            when profiles_with_their_rates.treatment = 'standard' and profiles_with_their_rates.rate_kind is null then 'tax_rate_missing'
            when profiles_with_their_rates.treatment is null and profiles_with_their_rates.is_asked_for then 'tax_profile_missing'
        end as hold_code,
        trim_scale(profiles_with_their_rates.rate_bp) as rate_bp,
        profiles_with_their_rates.base_rate_bp,
        -- Of the net amount: a tax on top of another one weighs more than its rate. Exact, since nothing is divided.
        trim_scale(profiles_with_their_rates.rate_bp * (1 + profiles_with_their_rates.base_rate_bp * 0.0001)) as effective_rate_bp
    from profiles_with_their_rates
    left join situations_over_borders on situations_over_borders.tax_situation_id = profiles_with_their_rates.tax_situation_id

)

select * from taxes_that_apply

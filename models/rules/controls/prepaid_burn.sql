{{ config(materialized='ephemeral') }}

-- What usage of the last hours came to for each prepaid account, exact: windows that began within them, as they stand after this build.

with build as (

    select * from {{ ref('stg_control__build') }}

),

prepaid_terms as (

    select * from {{ ref('prepaid_terms') }}

),

delinquency_settings as (

    select * from {{ ref('delinquency_settings') }}

),

posting_groups as (

    select * from {{ ref('stg_book__posting_groups') }}

),

rated_lines as (

    select * from {{ ref('stg_book__rated_line_revisions') }}

),

rated_lines_compared as (

    select * from {{ ref('rated_lines_compared') }}

),

group_totals_to_book as (

    select * from {{ ref('group_totals_to_book') }}

),

recent as (

    select
        delinquency_settings.value as burn_hours,
        build.as_of - delinquency_settings.value * interval '1 hour' as burn_from,
        build.as_of as burn_until
    from build
    cross join delinquency_settings
    where delinquency_settings.setting = 'burn_hours'

),

recent_amounts as (

    select
        posting_groups.account_id,
        posting_groups.currency,
        rated_lines.amount_exact_change as amount_exact
    from recent
    cross join prepaid_terms
    inner join posting_groups
        on
            posting_groups.account_id = prepaid_terms.account_id
            and posting_groups.currency = prepaid_terms.currency
            and posting_groups.is_posted
            and posting_groups.line_type = 'usage'
            and posting_groups.service_period_end > recent.burn_from
    inner join rated_lines
        on
            rated_lines.posting_group_id = posting_groups.posting_group_id
            and rated_lines.window_start >= recent.burn_from
            and rated_lines.window_start < recent.burn_until

    union all

    select
        group_totals_to_book.account_id,
        group_totals_to_book.currency,
        rated_lines_compared.amount_exact - rated_lines_compared.amount_exact_in_book as amount_exact
    from recent
    cross join prepaid_terms
    inner join group_totals_to_book
        on
            group_totals_to_book.account_id = prepaid_terms.account_id
            and group_totals_to_book.currency = prepaid_terms.currency
            and group_totals_to_book.is_posted
            and group_totals_to_book.line_type = 'usage'
    inner join rated_lines_compared
        on
            rated_lines_compared.posting_group_id = group_totals_to_book.posting_group_id
            and rated_lines_compared.has_changed
            and rated_lines_compared.window_start >= recent.burn_from
            and rated_lines_compared.window_start < recent.burn_until

),

burn as (

    select
        prepaid_terms.account_id,
        prepaid_terms.currency,
        recent.burn_hours,
        coalesce(sum(recent_amounts.amount_exact), 0) as burnt_exact
    from recent
    cross join prepaid_terms
    left join recent_amounts
        on
            recent_amounts.account_id = prepaid_terms.account_id
            and recent_amounts.currency = prepaid_terms.currency
    group by prepaid_terms.account_id, prepaid_terms.currency, recent.burn_hours

)

select * from burn

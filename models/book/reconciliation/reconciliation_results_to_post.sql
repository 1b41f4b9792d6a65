-- One row per check and currency: how much was compared, what did not match, and how complete that makes it.

with build as (

    select * from {{ ref('stg_control__build') }}

),

things_compared as (

    select * from {{ ref('things_compared') }}

),

reconciliation_ages_to_post as (

    select * from {{ ref('reconciliation_ages_to_post') }}

),

unmatched as (

    select
        reconciliation_ages_to_post.check_name,
        reconciliation_ages_to_post.currency,
        sum(reconciliation_ages_to_post.unmatched) as unmatched,
        sum(reconciliation_ages_to_post.amount_unmatched_minor) as amount_unmatched
    from reconciliation_ages_to_post
    group by reconciliation_ages_to_post.check_name, reconciliation_ages_to_post.currency

),

results as (

    select
        build.build_number,
        coalesce(things_compared.check_name, unmatched.check_name) as check_name,
        coalesce(things_compared.currency, unmatched.currency) as currency,
        coalesce(things_compared.compared, unmatched.unmatched)::bigint as compared,
        greatest(coalesce(things_compared.compared, unmatched.unmatched) - coalesce(unmatched.unmatched, 0), 0)::bigint as matched,
        coalesce(unmatched.unmatched, 0)::bigint as unmatched,
        least(coalesce(unmatched.amount_unmatched, 0), 9000000000000000000)::bigint as amount_unmatched_minor,
        case when unmatched.check_name is null then 'matched' else 'unmatched' end as status,
        -- Whole numbers first, cut and never rounded up: 100 says that nothing is missing. Where only offenders are known nobody can say.
        (div(
            greatest(things_compared.compared - coalesce(unmatched.unmatched, 0), 0) * 1000000::numeric, nullif(things_compared.compared, 0)::numeric
        ) / 10000)::numeric(7, 4) as completeness_percent
    from things_compared
    full join unmatched
        on
            unmatched.check_name = things_compared.check_name
            and unmatched.currency = things_compared.currency
    cross join build

)

select * from results

-- One row per check and published build: how much was compared, and how much of it agreed.

with reconciliation_results as (

    select * from {{ source('control', 'reconciliation_results') }}

),

publications as (

    select * from {{ source('control', 'publications') }}

),

results_with_their_build as (

    select
        reconciliation_results.check_name,
        reconciliation_results.compared,
        reconciliation_results.matched,
        reconciliation_results.unmatched,
        reconciliation_results.amount_unmatched_minor,
        reconciliation_results.currency,
        reconciliation_results.status,
        reconciliation_results.build_number,
        reconciliation_results.build_number = (
            select max(newest_publications.build_number) from {{ source('control', 'publications') }} as newest_publications
        ) as is_newest_build,
        reconciliation_results.completeness_percent,
        publications.as_of,
        publications.published_at
    from reconciliation_results
    inner join publications on publications.build_number = reconciliation_results.build_number
    where {{ reader_may_see('null') }}

)

select * from results_with_their_build

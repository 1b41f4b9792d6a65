-- What did not match in each published build, by its age: old money is a question, young money is on its way.

with reconciliation_ages as (

    select * from {{ source('control', 'reconciliation_ages') }}

),

publications as (

    select * from {{ source('control', 'publications') }}

),

ages_with_their_build as (

    select
        reconciliation_ages.check_name,
        reconciliation_ages.currency,
        reconciliation_ages.age_bucket,
        reconciliation_ages.unmatched,
        reconciliation_ages.amount_unmatched_minor,
        reconciliation_ages.build_number,
        reconciliation_ages.build_number = (
            select max(newest_publications.build_number) from {{ source('control', 'publications') }} as newest_publications
        ) as is_newest_build,
        reconciliation_ages.oldest_since,
        publications.as_of
    from reconciliation_ages
    inner join publications on publications.build_number = reconciliation_ages.build_number
    where {{ reader_may_see('null') }}

)

select * from ages_with_their_build

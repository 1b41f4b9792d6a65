-- What each expectation of the data-quality suites found, run by run: counts and shares, never a value of the data.

with data_quality_results as (

    select * from {{ source('control', 'data_quality_results') }}

),

newest_run as (

    select max(data_quality_results.run_number) as run_number from data_quality_results

),

results_for_the_reader as (

    select
        data_quality_results.run_number,
        data_quality_results.suite,
        data_quality_results.expectation,
        data_quality_results.subject,
        data_quality_results.severity,
        data_quality_results.status,
        data_quality_results.says,
        data_quality_results.expectation_type,
        data_quality_results.build_number,
        data_quality_results.history_count,
        data_quality_results.element_count,
        data_quality_results.unexpected_count,
        data_quality_results.observed,
        data_quality_results.lowest,
        data_quality_results.highest,
        data_quality_results.is_waiting,
        data_quality_results.is_waiting
        and data_quality_results.severity = 'critical'
        and data_quality_results.status in ('missed', 'error') as is_holding,
        data_quality_results.run_number = newest_run.run_number as is_newest_run,
        data_quality_results.as_of,
        data_quality_results.checked_at
    from data_quality_results
    cross join newest_run
    where {{ reader_may_see('null') }}

)

select * from results_for_the_reader

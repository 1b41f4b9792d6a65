-- What the newest run of the data-quality suites found, what is not as expected first.
select
    data_quality_results.suite,
    data_quality_results.says,
    data_quality_results.subject,
    case data_quality_results.status
        when 'met' then 'as expected'
        when 'missed' then 'not as expected'
        when 'no_history' then 'too few earlier deliveries'
        when 'nothing_to_judge' then 'too few rows'
        else 'could not be judged'
    end || case when data_quality_results.is_holding then ', holds builds back' else '' end as found,
    data_quality_results.element_count,
    data_quality_results.unexpected_count,
    data_quality_results.observed
from operations.data_quality_results
where data_quality_results.is_newest_run
order by
    data_quality_results.is_holding desc,
    data_quality_results.status in ('missed', 'error') desc,
    data_quality_results.suite collate "C",
    data_quality_results.expectation collate "C"

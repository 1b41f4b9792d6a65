-- Each period of a using account with what is known about its evidence: every gate is a fact of the published build.

with periods as (

    select * from {{ source('book', 'periods') }}

),

summaries_proven as (

    select * from {{ ref('summaries_proven') }}

),

disputes as (

    select *
    from {{ source('current', 'disputes') }}
    where lifecycle not in ('won', 'lost', 'closed', 'test_mode')

),

retention_policies as (

    select *
    from {{ source('current', 'retention_policies') }}
    where
        table_schema = 'raw'
        and table_name = 'usage_events'

),

newest_publication as (

    select max(publications.as_of) as as_of from {{ source('control', 'publications') }} as publications

),

usage_unsettled as (

    select * from {{ ref('usage_unsettled') }}

),

documents_of_periods as (

    select * from {{ ref('documents_of_periods') }}

),

periods_final as (

    select * from {{ ref('periods_final') }}

),

periods_still_read as (

    select * from {{ ref('periods_still_read') }}

)

select
    periods.account_id,
    summaries_proven.summary_number,
    summaries_proven.summarised_by_build,
    summaries_proven.event_count,
    summaries_proven.personal_value_count,
    coalesce(documents_of_periods.document_count, 0) as document_count,
    retention_policies.can_be_compacted,
    periods.period_end <= newest_publication.as_of and not exists (
        select from usage_unsettled
        where
            usage_unsettled.account_id = periods.account_id
            and usage_unsettled.from_at < periods.period_end
            and usage_unsettled.until_at > periods.period_start
    ) as is_rated,
    periods_final.period_id is not null and periods_still_read.period_id is null as is_invoiced,
    greatest(periods.period_end, documents_of_periods.settled_at) + retention_policies.compact_after_days * interval '1 day'
    <= newest_publication.as_of
    and not exists (
        select from disputes
        where disputes.account_id = any(coalesce(documents_of_periods.payers, array[periods.account_id]))
    ) as is_dispute_window_closed,
    periods.period_start,
    periods.period_end,
    greatest(periods.period_end, documents_of_periods.settled_at) + retention_policies.compact_after_days * interval '1 day' as window_closes_at
from periods
cross join newest_publication
cross join retention_policies
left join periods_final on periods_final.period_id = periods.period_id
left join periods_still_read on periods_still_read.period_id = periods.period_id
left join documents_of_periods on documents_of_periods.period_id = periods.period_id
left join summaries_proven
    on
        summaries_proven.account_id = periods.account_id
        and summaries_proven.period_start = periods.period_start

-- Periods that nothing changes any more: closed, and each document that their usage is on asks for nothing.

with period_closings as not materialized (

    select * from {{ source('book', 'period_closings') }}

),

documents_of_periods as (

    select * from {{ ref('documents_of_periods') }}

),

periods_closed as (

    select period_closings.period_id
    from period_closings
    left join period_closings as later_closings
        on
            later_closings.period_id = period_closings.period_id
            and later_closings.closing_number > period_closings.closing_number
    where
        later_closings.period_id is null
        and period_closings.status = 'closed'

),

periods_without_an_open_document as (

    select periods_closed.period_id
    from periods_closed
    left join documents_of_periods on documents_of_periods.period_id = periods_closed.period_id
    where coalesce(documents_of_periods.is_final, true)

)

select * from periods_without_an_open_document

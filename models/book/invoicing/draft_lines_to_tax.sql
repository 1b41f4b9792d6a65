-- What tax looks at of a line: its category, whether its price holds the tax already, the day whose rate counts, and whose knowledge of records.

with draft_lines_planned as (

    select * from {{ ref('draft_lines_planned') }}

),

price_rows_of_lines as (

    select * from {{ ref('price_rows_of_lines') }}

),

meters as (

    select * from {{ ref('meters') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

drafts_waiting_for_tax as (

    select * from {{ ref('drafts_waiting_for_tax') }}

),

lines_priced as (

    select
        draft_lines_planned.*,
        -- The last instant of the service: a rate that begins when the service has ended is not its rate.
        draft_lines_planned.service_period_end - interval '1 microsecond' as taxed_at,
        price_rows_of_lines.posting_group_id is not null as has_a_price,
        coalesce(price_rows_of_lines.tax_category, meters.tax_category, 'standard') as own_tax_category,
        coalesce(price_rows_of_lines.is_tax_included, false) as own_is_tax_included,
        coalesce(price_rows_of_lines.is_unclear, false) as is_unclear
    from draft_lines_planned
    left join meters on meters.meter = draft_lines_planned.meter
    left join price_rows_of_lines
        on
            price_rows_of_lines.posting_group_id = draft_lines_planned.posting_group_id
            and price_rows_of_lines.booking_period_start = draft_lines_planned.booking_period_start

),

-- What is taken off or missing to a minimum has no price of its own: it is taxed as the document is, where all of that agrees.
lines_placed as (

    select
        lines_priced.*,
        not lines_priced.has_a_price
        and lines_priced.line_type in ('discount', 'minimum', 'plan_minimum', 'plan_maximum', 'zero_usage_fee') as follows_its_document,
        min(lines_priced.own_tax_category) filter (where lines_priced.has_a_price) over same_document as lowest_tax_category,
        max(lines_priced.own_tax_category) filter (where lines_priced.has_a_price) over same_document as highest_tax_category,
        bool_and(lines_priced.own_is_tax_included) filter (where lines_priced.has_a_price) over same_document as holds_its_tax
    from lines_priced
    window same_document as (partition by lines_priced.invoice_id)

),

lines_to_tax as (

    select
        lines_placed.posting_group_id,
        lines_placed.invoice_id,
        lines_placed.account_id,
        lines_placed.currency,
        case
            when lines_placed.follows_its_document and lines_placed.lowest_tax_category = lines_placed.highest_tax_category
                then lines_placed.lowest_tax_category
            else lines_placed.own_tax_category
        end as tax_category,
        lines_placed.amount_minor,
        coalesce(
            drafts_waiting_for_tax.known_by_build_number,
            case when lines_placed.booking_period_start <> lines_placed.period_start then document_periods.known_by_build_number end,
            service_periods.known_by_build_number,
            lines_placed.known_by_build_number
        ) as tax_known_by_build_number,
        coalesce(
            case when lines_placed.follows_its_document then lines_placed.holds_its_tax end,
            lines_placed.own_is_tax_included
        ) as is_tax_included,
        lines_placed.is_unclear,
        (lines_placed.taxed_at at time zone coalesce(service_periods.billing_timezone, document_periods.billing_timezone))::date as taxed_on,
        lines_placed.booking_period_start,
        lines_placed.taxed_at
    from lines_placed
    inner join periods_planned as document_periods
        on
            document_periods.account_id = lines_placed.account_id
            and document_periods.period_start = lines_placed.period_start
    left join periods_planned as service_periods
        on
            service_periods.account_id = lines_placed.account_id
            and service_periods.period_start = lines_placed.service_period_start
    left join drafts_waiting_for_tax on drafts_waiting_for_tax.invoice_id = lines_placed.invoice_id

),

lines_with_their_situation as (

    select
        {{ book_id([
            "lines_to_tax.account_id", "lines_to_tax.tax_category", "lines_to_tax.tax_known_by_build_number", "lines_to_tax.is_unclear",
            "lines_to_tax.taxed_on", microseconds("lines_to_tax.taxed_at"),
        ]) }} as tax_situation_id,
        lines_to_tax.*
    from lines_to_tax

)

select * from lines_with_their_situation

-- If this fails, a line would be taxed twice by one jurisdiction, or on top of a tax that is not there.
-- Asked in each build that works out tax: depends_on: {{ ref('draft_tax_totals') }}

with tax_rates as (

    select * from {{ ref('tax_rates') }}

),

rates_with_their_successor as (

    select
        tax_rates.*,
        lead(tax_rates.valid_from) over (
            partition by tax_rates.jurisdiction, tax_rates.tax_jurisdiction, tax_rates.category
            order by tax_rates.valid_from
        ) as next_valid_from
    from tax_rates

)

select
    rates_with_their_successor.jurisdiction,
    rates_with_their_successor.tax_jurisdiction,
    rates_with_their_successor.category,
    rates_with_their_successor.valid_from
from rates_with_their_successor
left join tax_rates as bases
    on
        bases.jurisdiction = rates_with_their_successor.jurisdiction
        and bases.tax_jurisdiction = rates_with_their_successor.compound_on
        and bases.category = rates_with_their_successor.category
        and bases.compound_on is null
        and bases.valid_from <= rates_with_their_successor.valid_from
        and bases.valid_to >= rates_with_their_successor.valid_to
where
    rates_with_their_successor.valid_from >= rates_with_their_successor.valid_to
    or rates_with_their_successor.valid_to > rates_with_their_successor.next_valid_from
    or rates_with_their_successor.rate_bp < 0
    or rates_with_their_successor.rate_kind not in ('standard', 'reduced', 'zero')
    or (rates_with_their_successor.rate_kind = 'zero') <> (rates_with_their_successor.rate_bp = 0)
    or (rates_with_their_successor.compound_on is not null and bases.jurisdiction is null)

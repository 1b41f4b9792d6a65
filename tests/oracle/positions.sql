drop table if exists oracle.charge_positions;
create table oracle.charge_positions as
select
    cases.case_id,
    price_terms.terms_id,
    price_terms.pricing_model,
    cases.quantity_before,
    cases.quantity_after
from oracle.cases
left join oracle.price_terms on price_terms.price_id = cases.case_id::text;
analyze oracle.charge_positions;

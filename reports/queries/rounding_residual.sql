-- What rounding once per group has left over, per currency and kind of line: no group may be off by more than half a minor unit.
select
    rounding_residual.currency,
    rounding_residual.line_type,
    count(*) as group_count,
    sum(rounding_residual.amount_exact) as exact_minor,
    - sum(rounding_residual.posted_minor) as charged_minor,
    sum(rounding_residual.residual) as residual_minor,
    max(abs(rounding_residual.residual)) as largest_minor,
    case when max(abs(rounding_residual.residual)) <= 0.5 then 'agrees' else 'differs' end as verdict
from finance.rounding_residual
group by rounding_residual.currency, rounding_residual.line_type
order by rounding_residual.currency collate "C", rounding_residual.line_type collate "C"

select
    cases.case_id,
    cases.model,
    concat_ws(' ', window_amounts.amount_before, window_amounts.amount_after) as amounts,
    concat_ws(' ', cases.amount_before, cases.amount_after, cases.amount_minor) as expected
from oracle.cases
left join oracle.window_amounts on window_amounts.case_id = cases.case_id
where
    window_amounts.amount_before is distinct from cases.amount_before::numeric
    or window_amounts.amount_after is distinct from cases.amount_after::numeric
    or book.rounded(window_amounts.amount_after - window_amounts.amount_before, cases.rounding) is distinct from cases.amount_minor::numeric
order by cases.case_id
limit 20

-- If this fails, something that does not match would be in no age, and so in nobody's report.

with findings_planned as (

    select * from {{ ref('findings_planned') }}

),

clearing_money as (

    select * from {{ ref('clearing_money') }}

),

clearing_items as (

    select * from {{ ref('clearing_items') }}

),

reconciliation_results_to_post as (

    select * from {{ ref('reconciliation_results_to_post') }}

),

offenders_counted as (

    select findings_planned.check_name, sum(findings_planned.record_count) as record_count
    from findings_planned
    where
        findings_planned.check_name <> 'clearing_to_payouts'
        and findings_planned.approver is null
    group by findings_planned.check_name

),

results_counted as (

    select reconciliation_results_to_post.check_name, sum(reconciliation_results_to_post.unmatched) as record_count
    from reconciliation_results_to_post
    where reconciliation_results_to_post.check_name <> 'clearing_to_payouts'
    group by reconciliation_results_to_post.check_name

),

balances as (

    select clearing_money.currency, sum(clearing_money.amount_minor) as amount_minor
    from clearing_money
    group by clearing_money.currency

),

items_summed as (

    select clearing_items.currency, sum(clearing_items.open_minor) as amount_minor
    from clearing_items
    group by clearing_items.currency

)

select
    coalesce(offenders_counted.check_name, results_counted.check_name) as check_name,
    coalesce(results_counted.record_count, 0) - coalesce(offenders_counted.record_count, 0) as difference
from offenders_counted
full join results_counted on results_counted.check_name = offenders_counted.check_name
where
    coalesce(results_counted.record_count, 0) <> coalesce(offenders_counted.record_count, 0)
    -- A usage record with two findings, one for each side or each thing that is missing, is one record that does not match.
    and (
        coalesce(offenders_counted.check_name, results_counted.check_name) <> 'usage_to_rated'
        or coalesce(results_counted.record_count, 0) > coalesce(offenders_counted.record_count, 0)
        or coalesce(results_counted.record_count, 0) = 0
    )

union all

select
    'clearing_to_payouts ' || coalesce(balances.currency, items_summed.currency) as check_name,
    coalesce(items_summed.amount_minor, 0) - coalesce(balances.amount_minor, 0) as difference
from balances
full join items_summed on items_summed.currency = balances.currency
where coalesce(items_summed.amount_minor, 0) <> coalesce(balances.amount_minor, 0)

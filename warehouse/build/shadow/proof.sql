insert into control.shadow_proofs (
    build_number, ledger_rows_before, rated_rows_before, ledger_rows_after, rated_rows_after, unused_price_ids, period_start, period_end
)
select
    %(build_number)s, %(ledger_before)s, %(rated_before)s, %(ledger_after)s, %(rated_after)s,
    array(
        select shadow_prices.price_id
        from control.shadow_prices
        where
            shadow_prices.batch_id = -%(build_number)s::bigint
            and not exists (select from shadow_rules.usage_windows where usage_windows.price_id = shadow_prices.price_id)
        order by shadow_prices.price_id collate "C"
    ),
    min(scope_periods.period_start),
    max(scope_periods.period_end)
from shadow_rules.scope_periods

-- What past usage comes to with candidate prices, beside what the book has. A scenario without its proof that nothing was written is not shown.
-- Prices that may never be are for those who see everything, not for those they would be asked of.

with shadow_results as (

    select * from {{ source('control', 'shadow_results') }}

),

shadow_runs as (

    select * from {{ source('control', 'shadow_runs') }}

),

shadow_proofs as (

    select * from {{ source('control', 'shadow_proofs') }}

),

results_with_their_run as (

    select
        shadow_runs.run_number,
        shadow_runs.scenario,
        shadow_results.build_number,
        shadow_results.account_id,
        shadow_results.usage_account_id,
        shadow_results.side,
        shadow_results.meter,
        shadow_results.resource_type,
        shadow_results.pricing_mode,
        shadow_results.currency,
        shadow_runs.prices_file,
        shadow_runs.tiers_file,
        shadow_results.existing_quantity,
        shadow_results.candidate_quantity,
        shadow_results.existing_minor,
        shadow_results.candidate_minor,
        shadow_results.delta_minor,
        shadow_results.is_posted,
        shadow_proofs.ledger_rows_after <> shadow_proofs.ledger_rows_before as ledger_writes,
        shadow_proofs.rated_rows_after <> shadow_proofs.rated_rows_before as rated_usage_writes,
        shadow_runs.from_at,
        shadow_runs.until_at,
        shadow_proofs.period_start,
        shadow_proofs.period_end
    from shadow_results
    inner join shadow_runs on shadow_runs.build_number = shadow_results.build_number
    inner join shadow_proofs on shadow_proofs.build_number = shadow_results.build_number
    where {{ reader_may_see('null') }}

)

select * from results_with_their_run

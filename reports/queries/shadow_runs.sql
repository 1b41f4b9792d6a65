-- Each shadow run, scenario, side and currency: the book, the scenario, and what would change. The newest run first.
select
    shadow_rating.run_number,
    shadow_rating.scenario,
    shadow_rating.prices_file,
    shadow_rating.tiers_file,
    shadow_rating.from_at,
    shadow_rating.until_at,
    case when shadow_rating.is_posted then 'billed' else 'shown' end as side_is,
    shadow_rating.currency,
    count(distinct shadow_rating.account_id) as account_count,
    count(*) filter (where shadow_rating.delta_minor <> 0) as changed_count,
    sum(shadow_rating.existing_minor) as existing_minor,
    sum(shadow_rating.candidate_minor) as candidate_minor,
    sum(shadow_rating.delta_minor) as delta_minor,
    case when bool_or(shadow_rating.ledger_writes or shadow_rating.rated_usage_writes) then 'yes' else 'no' end as has_written
from finance.shadow_rating
group by
    shadow_rating.run_number,
    shadow_rating.scenario,
    shadow_rating.prices_file,
    shadow_rating.tiers_file,
    shadow_rating.from_at,
    shadow_rating.until_at,
    shadow_rating.is_posted,
    shadow_rating.currency
order by shadow_rating.run_number desc, shadow_rating.scenario, shadow_rating.is_posted desc, shadow_rating.currency collate "C"

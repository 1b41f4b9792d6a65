-- What each account and charge would come to in each shadow run, the largest change first within a run, scenario and currency.
select
    shadow_rating.run_number,
    shadow_rating.scenario,
    shadow_rating.account_id,
    shadow_rating.usage_account_id,
    shadow_rating.side,
    shadow_rating.meter,
    shadow_rating.resource_type,
    shadow_rating.pricing_mode,
    shadow_rating.currency,
    shadow_rating.existing_quantity,
    shadow_rating.candidate_quantity,
    shadow_rating.existing_minor,
    shadow_rating.candidate_minor,
    shadow_rating.delta_minor
from finance.shadow_rating
order by
    shadow_rating.run_number desc,
    shadow_rating.scenario,
    shadow_rating.currency collate "C",
    abs(shadow_rating.delta_minor) desc,
    shadow_rating.account_id collate "C",
    shadow_rating.usage_account_id collate "C",
    shadow_rating.side collate "C",
    shadow_rating.meter collate "C",
    shadow_rating.resource_type collate "C",
    shadow_rating.pricing_mode collate "C"

-- Lines of the book beside those that the candidate comes to, by what was used when. A change of price level makes another charge of the
-- same usage, so lines meet by their usage and never by their id.
create temporary table compared_lines on commit drop as
with scope as (
    select distinct scope_periods.account_id, scope_periods.usage_account_id, scope_periods.meter, scope_periods.period_start
    from shadow_rules.scope_periods
),

existing_groups as (
    select posting_groups.*
    from scope
    inner join book.posting_groups
        on
            posting_groups.account_id = scope.account_id
            and posting_groups.usage_account_id = scope.usage_account_id
            and posting_groups.meter = scope.meter
            and posting_groups.service_period_start = scope.period_start
    where posting_groups.line_type = 'usage'
),

candidate_groups as (
    select distinct
        price_timelines.posting_group_id, price_timelines.account_id, price_timelines.usage_account_id, price_timelines.side,
        price_timelines.meter, price_timelines.price_resource_type, price_timelines.pricing_mode, price_timelines.currency,
        price_timelines.is_posted, price_timelines.period_start
    from shadow_rules.price_timelines
    where price_timelines.price_source is not null
)

select
    existing_groups.posting_group_id, existing_groups.account_id, existing_groups.usage_account_id, existing_groups.side,
    existing_groups.meter, existing_groups.resource_type as charge_resource_type, existing_groups.pricing_mode, existing_groups.currency,
    existing_groups.is_posted, existing_groups.service_period_start as period_start,
    rated_lines.rated_line_id, rated_lines.resource_id, rated_lines.resource_type, rated_lines.project_id, rated_lines.submitter_id,
    rated_lines.route_id, rated_lines.region, rated_lines.price_id, rated_lines.quantity, rated_lines.amount_exact, rated_lines.window_start,
    false as is_candidate
from existing_groups
inner join book.rated_lines on rated_lines.posting_group_id = existing_groups.posting_group_id
left join book.rated_lines as next_revisions
    on
        next_revisions.rated_line_id = rated_lines.rated_line_id
        and next_revisions.revision = rated_lines.revision + 1
        and next_revisions.revision > 1
where next_revisions.rated_line_id is null

union all

select
    candidate_groups.posting_group_id, candidate_groups.account_id, candidate_groups.usage_account_id, candidate_groups.side,
    candidate_groups.meter, candidate_groups.price_resource_type, candidate_groups.pricing_mode, candidate_groups.currency,
    candidate_groups.is_posted, candidate_groups.period_start,
    usage_lines_rated.rated_line_id, usage_lines_rated.resource_id, usage_lines_rated.resource_type, usage_lines_rated.project_id,
    usage_lines_rated.submitter_id, usage_lines_rated.route_id, usage_lines_rated.region, usage_lines_rated.price_id,
    usage_lines_rated.quantity, usage_lines_rated.amount_exact, usage_lines_rated.window_start,
    true as is_candidate
from shadow_rules.usage_lines_rated
inner join candidate_groups on candidate_groups.posting_group_id = usage_lines_rated.posting_group_id

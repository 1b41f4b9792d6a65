-- Line by line what changes. Where the candidate cuts a window elsewhere, both parts stand here with what each of them had before.
with lines_met as (
    select
        compared_lines.account_id, compared_lines.usage_account_id, compared_lines.side, compared_lines.meter, compared_lines.resource_id,
        compared_lines.resource_type, compared_lines.pricing_mode, compared_lines.project_id, compared_lines.submitter_id,
        compared_lines.route_id, compared_lines.region, compared_lines.currency, compared_lines.period_start, compared_lines.window_start,
        min(compared_lines.rated_line_id::text) filter (where not compared_lines.is_candidate)::uuid as existing_line_id,
        string_agg(distinct compared_lines.price_id, ', ') filter (where not compared_lines.is_candidate) as existing_price_id,
        string_agg(distinct compared_lines.price_id, ', ') filter (where compared_lines.is_candidate) as candidate_price_id,
        coalesce(sum(compared_lines.quantity) filter (where not compared_lines.is_candidate), 0) as existing_quantity,
        coalesce(sum(compared_lines.quantity) filter (where compared_lines.is_candidate), 0) as candidate_quantity,
        coalesce(sum(compared_lines.amount_exact) filter (where not compared_lines.is_candidate), 0) as existing_exact,
        coalesce(sum(compared_lines.amount_exact) filter (where compared_lines.is_candidate), 0) as candidate_exact
    from compared_lines
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
)

insert into control.shadow_lines (
    build_number, line_number, account_id, usage_account_id, side, meter, resource_id, resource_type, pricing_mode, project_id, submitter_id,
    route_id, region, currency, existing_line_id, existing_price_id, candidate_price_id, existing_quantity, candidate_quantity,
    existing_exact, candidate_exact, delta_exact, period_start, window_start
)
select
    %(build_number)s,
    row_number() over (
        order by
            lines_met.account_id collate "C", lines_met.usage_account_id collate "C", lines_met.side collate "C", lines_met.meter collate "C",
            lines_met.window_start, lines_met.resource_id collate "C", lines_met.resource_type collate "C", lines_met.pricing_mode collate "C",
            lines_met.project_id collate "C", lines_met.submitter_id collate "C", lines_met.route_id collate "C", lines_met.region collate "C",
            lines_met.currency collate "C"
    ),
    lines_met.account_id, lines_met.usage_account_id, lines_met.side, lines_met.meter, lines_met.resource_id, lines_met.resource_type,
    lines_met.pricing_mode, lines_met.project_id, lines_met.submitter_id, lines_met.route_id, lines_met.region, lines_met.currency,
    lines_met.existing_line_id, lines_met.existing_price_id, lines_met.candidate_price_id, lines_met.existing_quantity,
    lines_met.candidate_quantity, lines_met.existing_exact, lines_met.candidate_exact, lines_met.candidate_exact - lines_met.existing_exact,
    lines_met.period_start, lines_met.window_start
from lines_met
where
    lines_met.existing_exact <> lines_met.candidate_exact
    or lines_met.existing_quantity <> lines_met.candidate_quantity

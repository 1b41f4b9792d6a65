-- By account and charge: each posting group is rounded once, by its own rule, as the book rounds it.
with groups_summed as (
    select
        compared_lines.posting_group_id, compared_lines.is_candidate, compared_lines.account_id, compared_lines.usage_account_id,
        compared_lines.side, compared_lines.meter, compared_lines.charge_resource_type as resource_type, compared_lines.pricing_mode,
        compared_lines.currency, compared_lines.is_posted,
        sum(compared_lines.quantity) as quantity,
        sum(compared_lines.amount_exact) as amount_exact
    from compared_lines
    group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
),

groups_rounded as (
    select
        groups_summed.*,
        case
            when groups_summed.is_candidate then book.rounded(groups_summed.amount_exact, group_roundings.rounding)
            else book.rounded(groups_summed.amount_exact, group_totals.rounding)
        end::bigint as amount_minor
    from groups_summed
    left join shadow_rules.group_roundings on group_roundings.posting_group_id = groups_summed.posting_group_id
    left join current.group_totals on group_totals.posting_group_id = groups_summed.posting_group_id
)

insert into control.shadow_results (
    build_number, account_id, usage_account_id, side, meter, resource_type, pricing_mode, currency, is_posted,
    existing_quantity, candidate_quantity, existing_minor, candidate_minor, delta_minor
)
select
    %(build_number)s, groups_rounded.account_id, groups_rounded.usage_account_id, groups_rounded.side, groups_rounded.meter,
    groups_rounded.resource_type, groups_rounded.pricing_mode, groups_rounded.currency, groups_rounded.is_posted,
    coalesce(sum(groups_rounded.quantity) filter (where not groups_rounded.is_candidate), 0),
    coalesce(sum(groups_rounded.quantity) filter (where groups_rounded.is_candidate), 0),
    coalesce(sum(groups_rounded.amount_minor) filter (where not groups_rounded.is_candidate), 0),
    coalesce(sum(groups_rounded.amount_minor) filter (where groups_rounded.is_candidate), 0),
    coalesce(sum(groups_rounded.amount_minor) filter (where groups_rounded.is_candidate), 0)
    - coalesce(sum(groups_rounded.amount_minor) filter (where not groups_rounded.is_candidate), 0)
from groups_rounded
group by
    groups_rounded.account_id, groups_rounded.usage_account_id, groups_rounded.side, groups_rounded.meter, groups_rounded.resource_type,
    groups_rounded.pricing_mode, groups_rounded.currency, groups_rounded.is_posted

-- What each budget's period has come to before and after this build: an account is the sum of its posting groups, each rounded as it is posted;
-- a project is the sum of its rated lines, exact and rounded once.

with budget_windows as (

    select * from {{ ref('budget_windows') }}

),

budget_groups as (

    select * from {{ ref('budget_groups') }}

),

rated_lines as (

    select * from {{ ref('stg_book__rated_line_revisions') }}

),

rated_lines_compared as (

    select * from {{ ref('rated_lines_compared') }}

),

group_totals_to_book as (

    select * from {{ ref('group_totals_to_book') }}

),

spend_of_accounts as (

    select
        budget_groups.policy_id,
        budget_groups.period_start,
        sum(budget_groups.before_minor) as before_minor,
        sum(budget_groups.after_minor) as after_minor
    from budget_groups
    where budget_groups.project_id is null
    group by budget_groups.policy_id, budget_groups.period_start

),

-- The project is part of what makes a line, so all revisions of a line are of one project and their changes add up to it.
lines_of_projects as (

    select
        budget_groups.policy_id,
        budget_groups.period_start,
        rated_lines.amount_exact_change as before_exact,
        rated_lines.amount_exact_change as after_exact
    from budget_groups
    inner join rated_lines
        on
            rated_lines.posting_group_id = budget_groups.posting_group_id
            and rated_lines.project_id = budget_groups.project_id

    union all

    select
        budget_groups.policy_id,
        budget_groups.period_start,
        0 as before_exact,
        rated_lines_compared.amount_exact - rated_lines_compared.amount_exact_in_book as after_exact
    from budget_groups
    inner join rated_lines_compared
        on
            rated_lines_compared.posting_group_id = budget_groups.posting_group_id
            and rated_lines_compared.project_id = budget_groups.project_id
    -- What is parked is not booked.
    inner join group_totals_to_book on group_totals_to_book.posting_group_id = budget_groups.posting_group_id
    where rated_lines_compared.has_changed

),

spend_of_projects as (

    select
        lines_of_projects.policy_id,
        lines_of_projects.period_start,
        round(sum(lines_of_projects.before_exact)) as before_minor,
        round(sum(lines_of_projects.after_exact)) as after_minor
    from lines_of_projects
    group by lines_of_projects.policy_id, lines_of_projects.period_start

),

spend_united as (

    select * from spend_of_accounts
    union all
    select * from spend_of_projects

),

spend_of_windows as (

    select
        budget_windows.*,
        coalesce(spend_united.before_minor, 0)::bigint as spend_before_minor,
        coalesce(spend_united.after_minor, 0)::bigint as spend_minor
    from budget_windows
    left join spend_united
        on
            spend_united.policy_id = budget_windows.policy_id
            and spend_united.period_start = budget_windows.period_start

)

select * from spend_of_windows

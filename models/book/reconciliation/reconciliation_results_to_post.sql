-- One row per check and currency: how much was compared, and what did not match.

with build as (

    select * from {{ ref('stg_control__build') }}

),

batches as (

    select * from {{ ref('stg_control__batches') }}

),

findings_planned as (

    select * from {{ ref('findings_planned') }}

),

group_totals_after_posting as (

    select * from {{ ref('group_totals_after_posting') }}

),

journal_of_ended_periods as (

    select * from {{ ref('journal_of_ended_periods') }}

),

payments as (

    select * from {{ ref('payments') }}

),

compared as (

    select
        'usage_to_rated' as check_name,
        '' as currency,
        coalesce(sum(batches.landed_count), 0) as compared
    from batches
    where batches.kind = 'usage'

    union all

    select
        'rated_to_journal' as check_name,
        group_totals_after_posting.currency,
        count(*) as compared
    from group_totals_after_posting
    where group_totals_after_posting.is_posted
    group by group_totals_after_posting.currency

    union all

    select
        'journal_to_drafts' as check_name,
        journal_of_ended_periods.currency,
        count(*) as compared
    from journal_of_ended_periods
    group by journal_of_ended_periods.currency

    union all

    select
        checks.check_name,
        coalesce(payments.currency, '') as currency,
        count(*) as compared
    from payments
    cross join (values ('stripe_to_sessions'), ('payments_to_journal')) as checks (check_name)
    where payments.state <> 'open'
    group by checks.check_name, payments.currency

),

unmatched as (

    select
        findings_planned.check_name,
        case when findings_planned.check_name = 'usage_to_rated' then '' else coalesce(findings_planned.currency, '') end as currency,
        sum(findings_planned.record_count) as unmatched,
        sum(abs(coalesce(findings_planned.amount_minor, 0))) as amount_unmatched
    from findings_planned
    group by 1, 2

),

results as (

    select
        build.build_number,
        coalesce(compared.check_name, unmatched.check_name) as check_name,
        coalesce(compared.currency, unmatched.currency) as currency,
        coalesce(compared.compared, unmatched.unmatched)::bigint as compared,
        greatest(coalesce(compared.compared, unmatched.unmatched) - coalesce(unmatched.unmatched, 0), 0)::bigint as matched,
        coalesce(unmatched.unmatched, 0)::bigint as unmatched,
        least(coalesce(unmatched.amount_unmatched, 0), 9000000000000000000)::bigint as amount_unmatched_minor,
        case when unmatched.check_name is null then 'matched' else 'unmatched' end as status
    from compared
    full join unmatched
        on
            unmatched.check_name = compared.check_name
            and unmatched.currency = compared.currency
    cross join build

)

select * from results

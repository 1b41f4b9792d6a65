{{ config(materialized='ephemeral') }}

-- A fee, a minimum, a discount or a commit that became known after the close charges nothing in the closed period until it is rated again:
-- money that nobody asks for. What it comes to is known with the re-rating only.

with account_sides as (

    select * from {{ ref('account_sides') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

subscriptions as (

    select * from {{ ref('stg_records__subscriptions') }}

),

charging_record_versions as (

    select * from {{ ref('charging_record_versions') }}

),

plans_of_accounts as (

    select subscriptions.account_id, subscriptions.plan_id from subscriptions
    union
    select account_sides.account_id, account_sides.default_plan_id as plan_id from account_sides
    union
    select account_sides.account_id, account_sides.fallback_plan_id as plan_id from account_sides

),

versions_of_accounts as (

    select
        charging_record_versions.account_id as charged_account_id,
        charging_record_versions.*
    from charging_record_versions
    where charging_record_versions.account_id is not null

    union all

    select
        plans_of_accounts.account_id as charged_account_id,
        charging_record_versions.*
    from charging_record_versions
    inner join plans_of_accounts on plans_of_accounts.plan_id = charging_record_versions.plan_id

),

-- Only what became known, or stopped being known, after the close: what stood then and stands now is the same.
versions_in_closed_periods as (

    select
        periods_planned.account_id,
        periods_planned.period_start,
        versions_of_accounts.record_kind,
        versions_of_accounts.record_name,
        concat_ws(
            ' ', versions_of_accounts.content,
            greatest(versions_of_accounts.valid_from, periods_planned.period_start), least(versions_of_accounts.valid_to, periods_planned.period_end)
        ) as content,
        versions_of_accounts.known_from_build <= periods_planned.closed_by_build_number as is_known_then,
        versions_of_accounts.known_until_build = 9223372036854775807 as is_known_now
    from periods_planned
    inner join versions_of_accounts
        on
            versions_of_accounts.charged_account_id = periods_planned.account_id
            and versions_of_accounts.valid_from < periods_planned.period_end
            and versions_of_accounts.valid_to > periods_planned.period_start
            and versions_of_accounts.known_until_build > periods_planned.closed_by_build_number
    where
        not periods_planned.is_rerated
        and (versions_of_accounts.known_from_build <= periods_planned.closed_by_build_number)
        <> (versions_of_accounts.known_until_build = 9223372036854775807)

),

records_changed as (

    select
        versions_in_closed_periods.account_id,
        versions_in_closed_periods.period_start,
        versions_in_closed_periods.record_kind || ' ' || versions_in_closed_periods.record_name as changed_record
    from versions_in_closed_periods
    group by 1, 2, 3
    having
        max(versions_in_closed_periods.content) filter (where versions_in_closed_periods.is_known_then)
        is distinct from max(versions_in_closed_periods.content) filter (where versions_in_closed_periods.is_known_now)

),

offenders as (

    select
        'closed_periods_to_records' as check_name,
        records_changed.account_id,
        to_char(records_changed.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || ': '
        || string_agg(records_changed.changed_record, ', ' order by records_changed.changed_record collate "C") as subject,
        'closed_charges_changed' as reason_code,
        null::text as currency,
        null::numeric as amount_minor,
        1 as record_count
    from records_changed
    group by records_changed.account_id, records_changed.period_start

)

select * from offenders

-- What each grant is to be credited and what is to leave at its expiry, beside what was booked for it so far, per account.

with grants_to_burn as (

    select * from {{ ref('grants_to_burn') }}

),

grant_accounts as (

    select * from {{ ref('grant_accounts') }}

),

grant_allotments as (

    select * from {{ ref('grant_allotments') }}

),

periods_planned as (

    select * from {{ ref('periods_planned') }}

),

ledger_entries as (

    select * from {{ ref('stg_book__ledger_entries') }}

),

burnt as (

    select grant_allotments.grant_id, sum(grant_allotments.taken_minor) as burnt_minor
    from grant_allotments
    where grant_allotments.grant_id is not null
    group by grant_allotments.grant_id

),

entries_wanted as (

    select
        'credit_grant' as entry_type, grants_to_burn.grant_id, grants_to_burn.account_id, grants_to_burn.currency,
        grants_to_burn.correlation_id, grants_to_burn.amount_minor::numeric as target_minor, grants_to_burn.effective_at as happened_at
    from grants_to_burn
    where grants_to_burn.is_effective

    union all

    select
        'credit_expiry' as entry_type, grants_to_burn.grant_id, grants_to_burn.account_id, grants_to_burn.currency,
        grants_to_burn.correlation_id, coalesce(burnt.burnt_minor, 0) - grants_to_burn.amount_minor as target_minor,
        grants_to_burn.expires_at as happened_at
    from grants_to_burn
    left join burnt on burnt.grant_id = grants_to_burn.grant_id
    where grants_to_burn.is_expired

),

entries_posted as (

    select
        ledger_entries.entry_type,
        ledger_entries.reference_id as grant_id,
        ledger_entries.account_id,
        ledger_entries.currency,
        count(*) as entry_count,
        sum(ledger_entries.amount_minor) as posted_minor,
        min(ledger_entries.service_period_start) as service_period_start
    from ledger_entries
    inner join grant_accounts on grant_accounts.account_id = ledger_entries.account_id
    where ledger_entries.reference_type = 'credit_grant'
    group by ledger_entries.entry_type, ledger_entries.reference_id, ledger_entries.account_id, ledger_entries.currency

),

entries_compared as (

    select
        coalesce(entries_wanted.entry_type, entries_posted.entry_type) as entry_type,
        coalesce(entries_wanted.grant_id, entries_posted.grant_id) as grant_id,
        coalesce(entries_wanted.account_id, entries_posted.account_id) as account_id,
        coalesce(entries_wanted.currency, entries_posted.currency) as currency,
        entries_wanted.correlation_id,
        coalesce(entries_wanted.target_minor, 0) as target_minor,
        coalesce(entries_posted.posted_minor, 0) as posted_minor,
        coalesce(entries_posted.entry_count, 0) as entry_count,
        coalesce(entries_wanted.happened_at, entries_posted.service_period_start) as happened_at
    from entries_wanted
    full join entries_posted
        on
            entries_posted.entry_type = entries_wanted.entry_type
            and entries_posted.grant_id = entries_wanted.grant_id
            and entries_posted.account_id = entries_wanted.account_id
            and entries_posted.currency = entries_wanted.currency

),

entries_with_their_period as (

    select
        entries_compared.*,
        periods_planned.period_start as service_period_start,
        periods_planned.period_end as service_period_end,
        periods_planned.booking_period_start
    from entries_compared
    left join periods_planned
        on
            periods_planned.account_id = entries_compared.account_id
            and periods_planned.period_start <= entries_compared.happened_at
            and periods_planned.period_end > entries_compared.happened_at

)

select * from entries_with_their_period

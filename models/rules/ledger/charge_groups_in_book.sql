-- Groups of charges that the book has for the account periods in scope, whoever used and whichever side was posted.

with charge_periods as (

    select * from {{ ref('charge_periods') }}

),

commit_accounts as (

    select * from {{ ref('commit_accounts') }}

),

commit_periods as (

    select * from {{ ref('commit_periods') }}

),

posting_groups as (

    select * from {{ ref('stg_book__posting_groups') }}

),

charge_groups as (

    select
        posting_groups.posting_group_id,
        posting_groups.charge_id,
        posting_groups.account_id,
        posting_groups.usage_account_id,
        posting_groups.side,
        posting_groups.line_type,
        posting_groups.meter,
        posting_groups.resource_type,
        posting_groups.pricing_mode,
        posting_groups.price_source,
        posting_groups.price_scope,
        posting_groups.currency,
        posting_groups.is_posted,
        posting_groups.service_period_start,
        posting_groups.service_period_end
    from charge_periods
    inner join posting_groups
        on
            posting_groups.account_id = charge_periods.account_id
            and posting_groups.service_period_start = charge_periods.period_start
    left join commit_periods
        on
            commit_periods.contract_id = posting_groups.price_scope
            and commit_periods.account_id = posting_groups.account_id
            and commit_periods.period_start = posting_groups.service_period_start
    where
        posting_groups.line_type <> 'usage'
        -- Commits only where they are counted again; a contract that changed after the close leaves what was closed as it is.
        and (
            posting_groups.price_source <> 'commit'
            or commit_periods.contract_id is not null
            or (
                not charge_periods.is_closed
                and posting_groups.account_id in (select commit_accounts.account_id from commit_accounts)
            )
        )

)

select * from charge_groups

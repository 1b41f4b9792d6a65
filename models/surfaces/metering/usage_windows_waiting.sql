-- Windows that wait on the side that is posted, with the one day in UTC that each lies in: a day is an equality, and equalities join fast.

with unrated_usage as (

    select * from {{ source('current', 'unrated_usage') }}

),

accounts as (

    select * from {{ source('current', 'accounts') }}

),

windows_of_the_posted_side as (

    select
        unrated_usage.account_id,
        unrated_usage.meter,
        unrated_usage.pricing_mode,
        unrated_usage.resource_id,
        unrated_usage.resource_type,
        min(unrated_usage.reason) as reason,
        unrated_usage.window_start,
        unrated_usage.window_end
    from unrated_usage
    left join accounts on accounts.account_id = unrated_usage.account_id
    where
        -- A window may begin before as_of and hold events after it: those are known by their own time.
        unrated_usage.reason <> 'event_in_future'
        and (
            unrated_usage.side is null
            or unrated_usage.side = case
                when accounts.reseller_account_id is null or accounts.credit_risk_owner = 'platform' then 'retail'
                else 'wholesale'
            end
        )
    group by
        unrated_usage.account_id,
        unrated_usage.meter,
        unrated_usage.pricing_mode,
        unrated_usage.resource_id,
        unrated_usage.resource_type,
        unrated_usage.window_start,
        unrated_usage.window_end

),

windows_by_day as (

    select
        windows_of_the_posted_side.*,
        date_trunc('day', windows_of_the_posted_side.window_start, 'UTC') as day_start
    from windows_of_the_posted_side

)

select * from windows_by_day

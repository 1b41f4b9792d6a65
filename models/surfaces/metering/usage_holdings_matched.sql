-- What was held, with what became of the windows it touches: one window that waits makes it wait, one that is billed makes it billed.

with usage_holdings as (

    select * from {{ source('current', 'usage_holdings') }}

),

windows_waiting as (

    select * from {{ ref('usage_windows_waiting') }}

),

windows_free as (

    select * from {{ ref('usage_windows_free') }}

),

reasons_to_wait as (

    select
        usage_holdings.usage_record_id,
        min(windows_waiting.reason) as reason
    from usage_holdings
    inner join windows_waiting
        on
            windows_waiting.account_id = usage_holdings.account_id
            and windows_waiting.meter = usage_holdings.meter
            and windows_waiting.resource_id is not distinct from usage_holdings.resource_id
            and windows_waiting.window_start < usage_holdings.ended_at
            and windows_waiting.window_end > usage_holdings.started_at
    group by usage_holdings.usage_record_id

),

holdings_with_free_windows as (

    select distinct usage_holdings.usage_record_id
    from usage_holdings
    inner join windows_free
        on
            windows_free.account_id = usage_holdings.account_id
            and windows_free.meter = usage_holdings.meter
            and windows_free.resource_id is not distinct from usage_holdings.resource_id
            and windows_free.window_start < usage_holdings.ended_at
            and windows_free.window_end > usage_holdings.started_at

),

holdings_with_their_windows as (

    select
        usage_holdings.usage_record_id,
        usage_holdings.account_id,
        usage_holdings.quantity,
        usage_holdings.is_open,
        usage_holdings.started_at,
        usage_holdings.ended_at,
        reasons_to_wait.reason as waiting_reason,
        holdings_with_free_windows.usage_record_id is not null
        and not exists (
            select from {{ source('book', 'posting_groups') }} as posting_groups
            inner join {{ source('book', 'rated_lines') }} as rated_lines on rated_lines.posting_group_id = posting_groups.posting_group_id
            where
                posting_groups.usage_account_id = usage_holdings.account_id
                and posting_groups.meter = usage_holdings.meter
                and posting_groups.is_posted
                and rated_lines.resource_id is not distinct from usage_holdings.resource_id
                and rated_lines.window_start < usage_holdings.ended_at
                and rated_lines.window_end > usage_holdings.started_at
                and rated_lines.amount_exact <> 0
                and not exists (
                    select from {{ source('book', 'rated_lines') }} as next_lines
                    where
                        next_lines.rated_line_id = rated_lines.rated_line_id
                        and next_lines.revision = rated_lines.revision + 1
                        and next_lines.revision > 1
                )
        ) as is_free
    from usage_holdings
    left join reasons_to_wait on reasons_to_wait.usage_record_id = usage_holdings.usage_record_id
    left join holdings_with_free_windows on holdings_with_free_windows.usage_record_id = usage_holdings.usage_record_id

)

select * from holdings_with_their_windows

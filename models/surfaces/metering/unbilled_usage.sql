-- Usage that nobody rated is revenue that nobody sees: every record that is neither billed nor free, why, and what to do about it.

with usage_records as (

    select * from {{ ref('usage') }}

),

rejected_records as (

    select * from {{ source('raw', 'rejected_records') }}

),

redrives as (

    select * from {{ source('raw', 'redrives') }}

),

records_not_billed as (

    select
        usage_records.usage_record_id as record_id,
        usage_records.account_id,
        usage_records.meter,
        usage_records.resource_id,
        usage_records.resource_type,
        usage_records.state,
        usage_records.reason,
        usage_records.unit,
        cast(null as text) as message,
        usage_records.quantity,
        usage_records.batch_id,
        cast(null as bigint) as line_number,
        usage_records.started_at,
        usage_records.ended_at
    from usage_records
    where usage_records.state not in ('billed', 'free')

    union all

    select
        rejected_records.rejected_id as record_id,
        cast(null as text) as account_id,
        cast(null as text) as meter,
        cast(null as text) as resource_id,
        cast(null as text) as resource_type,
        case when rejected_records.reason_code = 'conflict' then 'conflict' else 'rejected' end as state,
        rejected_records.reason_code as reason,
        cast(null as text) as unit,
        rejected_records.message,
        cast(null as numeric(38, 9)) as quantity,
        rejected_records.batch_id,
        rejected_records.line_number,
        cast(null as timestamptz) as started_at,
        cast(null as timestamptz) as ended_at
    from rejected_records
    left join redrives on redrives.rejected_id = rejected_records.rejected_id
    where
        rejected_records.kind = 'usage'
        and redrives.rejected_id is null

),

records_with_their_remedy as (

    select
        records_not_billed.record_id,
        records_not_billed.account_id,
        records_not_billed.meter,
        records_not_billed.resource_id,
        records_not_billed.resource_type,
        records_not_billed.state,
        records_not_billed.reason,
        case
            when records_not_billed.reason = 'batch_withdrawn'
                then 'Nothing to do: its batch was withdrawn. Corrected usage is landed with new event ids.'
            when records_not_billed.state = 'replaced' then 'Nothing to do: another record stands in its place.'
            when records_not_billed.state = 'duplicate' then 'Nothing to do: the same fact is already counted.'
            when records_not_billed.state = 'conflict'
                then 'Compare it with the record that came first; to change that one, send an event with replaces_event_id.'
            when records_not_billed.state = 'rejected' then 'Correct the record and send it in again: tallyhouse quarantine redrive.'
            when records_not_billed.reason = 'not_yet_built' then 'Run tallyhouse build.'
            when records_not_billed.reason = 'account_parked' then 'Resolve the finding that parks the account: see operations.parked_accounts.'
            when records_not_billed.reason = 'unknown_meter' then 'Add the meter to the meters table, or correct the record with a replacing event.'
            when records_not_billed.reason = 'unknown_account' then 'Land the account, or correct the record with a replacing event.'
            when records_not_billed.reason = 'no_price' then 'Land a price for the meter, resource type and pricing mode that holds at that time.'
            when records_not_billed.reason = 'overlapping_prices' then 'Land the prices again so that only one of them holds at any time.'
            when records_not_billed.reason = 'price_currency_differs' then 'Land the contract price in the currency the account is billed in.'
            when records_not_billed.reason = 'snapshot_not_valid' then 'Replace the event by one whose pricing snapshot names its currency.'
            when records_not_billed.reason = 'original_not_arrived' then 'Land the event that it replaces.'
            when records_not_billed.reason = 'stop_without_start' then 'Land the start that belongs to the stop.'
            when records_not_billed.reason in ('event_kind_not_supported', 'too_many_decimals_for_meter', 'distinct_attribute_missing')
                then 'Correct the record with a replacing event that its meter takes.'
            when records_not_billed.reason in ('window_not_ended', 'event_in_future')
                then 'Nothing to do: it is rated by the first build after its time.'
            else 'Resolves by itself in the first build after what the reason names is there.'
        end as remedy,
        records_not_billed.message,
        records_not_billed.unit,
        records_not_billed.quantity,
        records_not_billed.batch_id,
        records_not_billed.line_number,
        records_not_billed.started_at,
        records_not_billed.ended_at
    from records_not_billed
    where {{ reader_may_see('records_not_billed.account_id') }}

)

select * from records_with_their_remedy

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
        {{ remedy_of_usage('records_not_billed') }} as remedy,
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

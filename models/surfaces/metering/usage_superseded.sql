-- What usage records were before a build saw them otherwise: what was issued by an earlier build was issued with that.

with usage_superseded as (

    select * from {{ source('control', 'usage_superseded') }}

),

records_seen_otherwise as (

    select
        usage_superseded.usage_record_id,
        usage_superseded.account_id,
        usage_superseded.meter,
        usage_superseded.build_number,
        usage_superseded.is_counted,
        usage_superseded.ended_at
    from usage_superseded
    where {{ reader_may_see('usage_superseded.account_id') }}

)

select * from records_seen_otherwise

{{ config(materialized='ephemeral') }}

-- What adds up, by hour or piece of an hour; what counters have counted at the instants of their readings.

with usage_counted as (

    select * from {{ ref('usage_counted') }}

),

usage_read as (

    select * from {{ ref('usage_read') }}

),

usage_held as (

    select * from {{ ref('usage_held') }}

),

pieces_united as (

    select usage_counted.*, false as is_accruing from usage_counted
    union all
    select usage_read.*, false as is_accruing from usage_read
    union all
    select usage_held.*, true as is_accruing from usage_held

),

pieces_summed as (

    select
        pieces_united.account_id,
        pieces_united.meter,
        pieces_united.resource_id,
        pieces_united.resource_type,
        pieces_united.pricing_mode,
        pieces_united.project_id,
        pieces_united.submitter_id,
        pieces_united.route_id,
        pieces_united.region,
        pieces_united.pricing_snapshot,
        sum(pieces_united.record_count) as record_count,
        sum(pieces_united.quantity) as quantity,
        pieces_united.is_accruing,
        pieces_united.piece_start
    from pieces_united
    group by
        pieces_united.account_id,
        pieces_united.meter,
        pieces_united.resource_id,
        pieces_united.resource_type,
        pieces_united.pricing_mode,
        pieces_united.project_id,
        pieces_united.submitter_id,
        pieces_united.route_id,
        pieces_united.region,
        pieces_united.pricing_snapshot,
        pieces_united.is_accruing,
        pieces_united.piece_start
    having
        sum(pieces_united.record_count) <> 0
        or sum(pieces_united.quantity) <> 0

)

select * from pieces_summed

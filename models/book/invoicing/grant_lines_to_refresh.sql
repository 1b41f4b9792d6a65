-- The grant that a line burnt first.

with grant_spend as (

    select * from {{ ref('grant_spend') }}

),

grant_allotments as (

    select * from {{ ref('grant_allotments') }}

),

lines_joined_to_grants as (

    select
        grant_spend.rated_line_id,
        grant_spend.account_id,
        grant_allotments.grant_id as credit_grant_id
    from grant_spend
    inner join grant_allotments
        on
            grant_allotments.account_id = grant_spend.account_id
            and grant_allotments.currency = grant_spend.currency
            and grant_allotments.segment_start = grant_spend.segment_start
            and grant_allotments.taken_before <= grant_spend.burnt_before
            and grant_allotments.taken_before + grant_allotments.taken_minor > grant_spend.burnt_before

)

select * from lines_joined_to_grants

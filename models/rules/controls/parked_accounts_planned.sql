-- A finding that belongs to one account parks that account: its groups stay as the book has them until the finding is gone.

with rec_amounts_out_of_range as (

    select * from {{ ref('rec_amounts_out_of_range') }}

),

accounts_parked as (

    select distinct
        rec_amounts_out_of_range.account_id,
        rec_amounts_out_of_range.finding,
        rec_amounts_out_of_range.reason
    from rec_amounts_out_of_range

    union

    select distinct
        rec_amounts_out_of_range.usage_account_id as account_id,
        rec_amounts_out_of_range.finding,
        rec_amounts_out_of_range.reason
    from rec_amounts_out_of_range

)

select * from accounts_parked

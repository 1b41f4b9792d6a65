-- If this fails, an entry would create or destroy money.

with journal_entries_to_post as (

    select * from {{ ref('journal_entries_to_post') }}

),

journal_legs_to_post as (

    select * from {{ ref('journal_legs_to_post') }}

),

legs_summed as (

    select
        journal_legs_to_post.ledger_entry_id,
        journal_legs_to_post.currency,
        count(*) as leg_count,
        sum(journal_legs_to_post.amount_minor) as amount_minor
    from journal_legs_to_post
    group by journal_legs_to_post.ledger_entry_id, journal_legs_to_post.currency

)

select
    coalesce(journal_entries_to_post.ledger_entry_id, legs_summed.ledger_entry_id) as ledger_entry_id,
    legs_summed.amount_minor
from journal_entries_to_post
full join legs_summed on legs_summed.ledger_entry_id = journal_entries_to_post.ledger_entry_id
where
    journal_entries_to_post.ledger_entry_id is null
    or coalesce(legs_summed.leg_count, 0) < 2
    or legs_summed.amount_minor <> 0

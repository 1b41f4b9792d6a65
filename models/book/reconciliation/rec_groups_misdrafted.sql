-- What the journal holds for an ended period and no draft shows, or the other way round: a full join, so that neither side hides.

with journal_of_ended_periods as (

    select * from {{ ref('journal_of_ended_periods') }}

),

drafts_after_posting as (

    select * from {{ ref('drafts_after_posting') }}

),

drafts_summed as (

    select
        drafts_after_posting.posting_group_id,
        drafts_after_posting.account_id,
        drafts_after_posting.currency,
        sum(drafts_after_posting.amount_minor) as amount_minor
    from drafts_after_posting
    group by drafts_after_posting.posting_group_id, drafts_after_posting.account_id, drafts_after_posting.currency

),

offenders as (

    select
        'journal_to_drafts' as check_name,
        coalesce(journal_of_ended_periods.account_id, drafts_summed.account_id) as account_id,
        coalesce(journal_of_ended_periods.posting_group_id, drafts_summed.posting_group_id)::text as subject,
        'not_drafted' as reason_code,
        coalesce(journal_of_ended_periods.currency, drafts_summed.currency) as currency,
        coalesce(drafts_summed.amount_minor, 0) - coalesce(journal_of_ended_periods.amount_minor, 0) as amount_minor,
        1 as record_count
    from journal_of_ended_periods
    full join drafts_summed on drafts_summed.posting_group_id = journal_of_ended_periods.posting_group_id
    where coalesce(drafts_summed.amount_minor, 0) <> coalesce(journal_of_ended_periods.amount_minor, 0)

)

select * from offenders

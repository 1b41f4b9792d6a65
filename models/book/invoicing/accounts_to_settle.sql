-- Accounts of whose documents another amount may be paid once this build is posted: money or credit of theirs is booked, or a document that they
-- pay is issued, credited or cancelled. Of all others the last publication still tells it. Changed code settles every document again.

with build as (

    select * from {{ ref('stg_control__build') }}

),

journal_entries_to_post as (

    select *
    from {{ ref('journal_entries_to_post') }}
    where posting_group_id is null

),

journal_legs_to_post as (

    select *
    from {{ ref('journal_legs_to_post') }}
    where ledger_account = 'customer'

),

invoices as (

    select * from {{ ref('stg_book__invoices') }}

),

invoices_to_post as (

    select * from {{ ref('invoices_to_post') }}

),

invoice_voids_planned as (

    select * from {{ ref('invoice_voids_planned') }}

),

accounts_to_settle as (

    select journal_legs_to_post.account_id
    from journal_legs_to_post
    inner join journal_entries_to_post on journal_entries_to_post.ledger_entry_id = journal_legs_to_post.ledger_entry_id

    union

    select invoices_to_post.bill_to_account_id as account_id
    from invoices_to_post

    union

    select invoice_voids_planned.bill_to_account_id as account_id
    from invoice_voids_planned

    union

    select invoices.bill_to_account_id as account_id
    from invoices
    cross join build
    where build.is_planned_whole

)

select * from accounts_to_settle

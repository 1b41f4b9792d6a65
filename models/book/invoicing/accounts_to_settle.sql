-- Accounts of whose documents another amount may be paid once this build is posted: money or credit of theirs is booked, or a document that they
-- pay is issued, credited or cancelled. Of all others the last publication still tells it. Changed code settles every document again.

with build as (

    select * from {{ ref('stg_control__build') }}

),

entries_beside_groups_planned as (

    select * from {{ ref('entries_beside_groups_planned') }}

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

    select entries_beside_groups_planned.account_id
    from entries_beside_groups_planned

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

-- Seller and buyer of each issued document as the build that issued it knew them: what changes afterwards leaves the document as it was.

with invoices as not materialized (

    select * from {{ source('book', 'invoices') }}

),

periods as (

    select * from {{ source('book', 'periods') }}

),

account_versions as (

    select * from {{ ref('account_versions') }}

),

issuer_versions as (

    select * from {{ ref('issuer_versions') }}

),

contact_versions as (

    select * from {{ ref('contact_versions') }}

),

contacts_of_buyers as (

    select
        invoices.invoice_id,
        jsonb_agg(
            jsonb_build_object(
                'contact_id', contact_versions.contact_id, 'role', contact_versions.role,
                'channel', contact_versions.channel, 'address', contact_versions.address
            )
            order by contact_versions.contact_id collate "C"
        ) as buyer_contacts
    from invoices
    inner join contact_versions
        on
            contact_versions.account_id = invoices.bill_to_account_id
            and contact_versions.known_from_build <= invoices.build_number
            and contact_versions.known_until_build > invoices.build_number
    -- The contacts of a project are told about the project.
    where contact_versions.project_id is null
    group by invoices.invoice_id

),

invoices_with_their_parties as (

    select
        invoices.invoice_id,
        invoices.account_id,
        invoices.bill_to_account_id,
        invoices.build_number,
        coalesce(recipients.legal_name, recipients.name, invoices.account_id) as account_name,
        invoices.issuer_id as seller_id,
        coalesce(sellers.legal_name, invoices.issuer_id) as seller_name,
        sellers.address_line as seller_address_line,
        sellers.postal_code as seller_postal_code,
        sellers.city as seller_city,
        sellers.country as seller_country,
        sellers.tax_id as seller_tax_id,
        sellers.iban as seller_iban,
        coalesce(buyers.legal_name, buyers.name, invoices.bill_to_account_id) as buyer_name,
        buyers.address_line as buyer_address_line,
        buyers.postal_code as buyer_postal_code,
        buyers.city as buyer_city,
        buyers.country as buyer_country,
        buyers.tax_id as buyer_tax_id,
        buyers.email as buyer_email,
        contacts_of_buyers.buyer_contacts,
        coalesce(buyers.purchase_order, recipients.purchase_order) as purchase_order,
        periods.billing_timezone,
        periods.billing_mode,
        invoices.action_id,
        invoices.actor,
        invoices.reason,
        invoices.payment_terms_days
    from invoices
    left join periods
        on
            periods.account_id = invoices.account_id
            and periods.period_start = invoices.period_start
    left join issuer_versions as sellers
        on
            sellers.issuer_id = invoices.issuer_id
            and sellers.known_from_build <= invoices.build_number
            and sellers.known_until_build > invoices.build_number
    left join account_versions as buyers
        on
            buyers.account_id = invoices.bill_to_account_id
            and buyers.known_from_build <= invoices.build_number
            and buyers.known_until_build > invoices.build_number
    left join account_versions as recipients
        on
            recipients.account_id = invoices.account_id
            and recipients.known_from_build <= invoices.build_number
            and recipients.known_until_build > invoices.build_number
    left join contacts_of_buyers on contacts_of_buyers.invoice_id = invoices.invoice_id
    where
        {{ reader_may_see('invoices.account_id') }}
        or {{ reader_may_see('invoices.bill_to_account_id') }}

)

select * from invoices_with_their_parties

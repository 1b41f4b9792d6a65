select * from {{ source('current', 'draft_invoices') }}

select * from {{ source('current', 'draft_invoice_lines') }}

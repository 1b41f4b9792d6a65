-- If this fails, rows of another build would be posted under this one's name.

with build as (

    select * from {{ ref('stg_control__build') }}

),

stamps as (

    select periods_to_post.build_number from {{ ref('periods_to_post') }} as periods_to_post
    union
    select posting_groups_to_post.build_number from {{ ref('posting_groups_to_post') }} as posting_groups_to_post
    union
    select journal_entries_to_post.build_number from {{ ref('journal_entries_to_post') }} as journal_entries_to_post
    union
    select journal_legs_to_post.build_number from {{ ref('journal_legs_to_post') }} as journal_legs_to_post
    union
    select rated_lines_to_post.build_number from {{ ref('rated_lines_to_post') }} as rated_lines_to_post
    union
    select invoices_to_post.build_number from {{ ref('invoices_to_post') }} as invoices_to_post
    union
    select invoice_lines_to_post.build_number from {{ ref('invoice_lines_to_post') }} as invoice_lines_to_post
    union
    select invoice_voids_to_post.build_number from {{ ref('invoice_voids_to_post') }} as invoice_voids_to_post
    union
    select reconciliation_results_to_post.build_number from {{ ref('reconciliation_results_to_post') }} as reconciliation_results_to_post
    union
    select reconciliation_ages_to_post.build_number from {{ ref('reconciliation_ages_to_post') }} as reconciliation_ages_to_post
    union
    select finding_changes_to_post.build_number from {{ ref('finding_changes_to_post') }} as finding_changes_to_post
    union
    select usage_superseded_to_post.build_number from {{ ref('usage_superseded_to_post') }} as usage_superseded_to_post
    union
    select usage_summaries_to_post.build_number from {{ ref('usage_summaries_to_post') }} as usage_summaries_to_post
    union
    select usage_summary_proofs_to_post.build_number from {{ ref('usage_summary_proofs_to_post') }} as usage_summary_proofs_to_post

)

select stamps.build_number
from stamps
cross join build
where stamps.build_number is distinct from build.build_number

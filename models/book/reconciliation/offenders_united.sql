{{ config(materialized='ephemeral') }}

-- Every offender of every check, with its reason.

with rec_amounts_out_of_range as (

    select * from {{ ref('rec_amounts_out_of_range') }}

),

offenders_united as (

    select *, false as parks_account from {{ ref('rec_usage_waiting') }}
    union all
    select *, false as parks_account from {{ ref('rec_holdings_open_too_long') }}
    union all
    select *, false as parks_account from {{ ref('rec_holdings_overlapping') }}
    union all
    select *, false as parks_account from {{ ref('rec_levels_with_gaps') }}
    union all
    select *, false as parks_account from {{ ref('rec_counters_reset') }}
    union all
    select *, false as parks_account from {{ ref('rec_subscriptions_overlapping') }}
    union all
    select *, false as parks_account from {{ ref('rec_agreements_without_effect') }}
    union all
    select *, false as parks_account from {{ ref('rec_plan_versions_overlapping') }}
    union all
    select *, false as parks_account from {{ ref('rec_days_without_rate') }}
    union all
    select *, false as parks_account from {{ ref('rec_groups_misposted') }}
    union all
    select *, false as parks_account from {{ ref('rec_groups_misdrafted') }}
    union all
    select *, false as parks_account from {{ ref('rec_payments_unmatched') }}
    union all
    select *, false as parks_account from {{ ref('rec_payments_stuck') }}
    union all
    select *, false as parks_account from {{ ref('rec_refunds') }}
    union all
    select *, false as parks_account from {{ ref('rec_refunds_failed') }}
    union all
    select *, false as parks_account from {{ ref('rec_refunds_differing') }}
    union all
    select *, false as parks_account from {{ ref('rec_provider_requests') }}
    union all
    select *, false as parks_account from {{ ref('rec_provider_money') }}
    union all
    select *, false as parks_account from {{ ref('rec_clearing') }}
    union all
    select *, false as parks_account from {{ ref('rec_closings_blocked') }}
    union all
    select *, false as parks_account from {{ ref('rec_documents_of_nobody') }}
    union all
    select *, false as parks_account from {{ ref('rec_actions_not_carried_out') }}
    union all
    select *, false as parks_account from {{ ref('rec_balances_without_rate') }}
    union all
    select *, false as parks_account from {{ ref('rec_taxes_missing') }}
    union all
    select *, false as parks_account from {{ ref('rec_tax_results') }}
    union all
    select *, false as parks_account from {{ ref('rec_closed_periods_differing') }}
    union all
    select *, false as parks_account from {{ ref('rec_closed_charges_changed') }}
    union all
    select
        'rated_to_journal' as check_name,
        rec_amounts_out_of_range.account_id,
        rec_amounts_out_of_range.subject,
        rec_amounts_out_of_range.finding as reason_code,
        null as currency,
        null as amount_minor,
        1 as record_count,
        true as parks_account
    from rec_amounts_out_of_range

)

select * from offenders_united

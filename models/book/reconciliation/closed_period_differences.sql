{{ config(materialized='ephemeral') }}

-- Closed periods whose usage would come to another amount if they were rated again, with what to say of it and what to do about it.

with rerate_previews_to_refresh as (

    select * from {{ ref('rerate_previews_to_refresh') }}

),

currencies as (

    select * from {{ ref('currencies') }}

),

differences_of_periods as (

    select
        rerate_previews_to_refresh.account_id,
        to_char(rerate_previews_to_refresh.period_start at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as subject,
        rerate_previews_to_refresh.currency,
        string_agg(distinct rerate_previews_to_refresh.changed_records, ', ') as changed_records,
        sum(rerate_previews_to_refresh.billed_minor) as billed_minor,
        sum(rerate_previews_to_refresh.known_now_minor) as known_now_minor
    from rerate_previews_to_refresh
    group by 1, 2, 3

),

differences_told as (

    select
        differences_of_periods.*,
        differences_of_periods.known_now_minor - differences_of_periods.billed_minor as amount_minor,
        format(
            ' Billed %s %s, with what is known now %s. Changed: %s.',
            differences_of_periods.currency,
            round(differences_of_periods.billed_minor * power(10::numeric, -currencies.minor_unit_exponent), currencies.minor_unit_exponent),
            round(differences_of_periods.known_now_minor * power(10::numeric, -currencies.minor_unit_exponent), currencies.minor_unit_exponent),
            differences_of_periods.changed_records
        ) as details,
        format(
            ' tallyhouse action rerate --account %s --reference %s --actor WHO --reason WHY',
            case
                when differences_of_periods.account_id ~ '^[A-Za-z0-9._:@-]+$' then differences_of_periods.account_id
                else '''' || replace(differences_of_periods.account_id, '''', '''"''"''') || ''''
            end,
            differences_of_periods.subject
        ) as command
    from differences_of_periods
    inner join currencies on currencies.currency_code = differences_of_periods.currency
    where differences_of_periods.known_now_minor <> differences_of_periods.billed_minor

)

select * from differences_told

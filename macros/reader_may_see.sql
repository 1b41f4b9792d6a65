{#- True when whoever asks may see rows of this account; for a null account, only who may see everything. Both subqueries run once per query. -#}
{% macro reader_may_see(account_id) -%}
    (
        exists (
            select from {{ source('control', 'reader_grants') }} as reader_grants
            where reader_grants.role_name = current_user and reader_grants.scope = 'everything'
        )
        or {{ account_id }} in (
            select reader_accounts.account_id from {{ source('control', 'reader_accounts') }} as reader_accounts
            where reader_accounts.role_name = current_user
        )
    )
{%- endmacro %}

{#- The calendar month (its first midnight, without a zone) that a period begins with. It begins at the first midnight of a month in some time zone,
    at most 14 hours from the same midnight in UTC: half a month later it is that month everywhere, whatever zone the account has had since. -#}
{% macro month_of_period(period_start) -%}
    date_trunc('month', ({{ period_start }} at time zone 'UTC') + interval '15 days')
{%- endmacro %}

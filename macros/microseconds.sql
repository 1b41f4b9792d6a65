{#- A point in time as a whole number, the form in which it enters an identifier. -#}
{% macro microseconds(moment) -%}
    (extract(epoch from {{ moment }}) * 1000000)::bigint
{%- endmacro %}

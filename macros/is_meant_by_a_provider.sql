{#- Providers write amounts of at most 12 digits: one of 16 is a mistake, and sums of what has fewer stay in range however many there are. -#}
{% macro is_meant_by_a_provider(amount) -%}
    abs({{ amount }}) < 1000000000000000
{%- endmacro %}

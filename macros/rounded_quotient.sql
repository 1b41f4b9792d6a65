{#- A quotient of two exact numbers, not below zero, rounded once to 12 decimals, half away from zero. Whole-number division makes and hides no tie. -#}
{% macro rounded_quotient(dividend, divisor) -%}
    div(2000000000000 * ({{ dividend }}) + {{ divisor }}, 2 * {{ divisor }}) * 0.000000000001
{%- endmacro %}

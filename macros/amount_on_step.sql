{#- f of a chargeable quantity on the step it reaches, rounded once to 12 decimals of the minor unit; zero where it reaches none. -#}
{% macro amount_on_step(quantity, step) -%}
    coalesce({{ rounded_quotient(step ~ ".dividend_at_start + (" ~ quantity ~ " - " ~ step ~ ".step_start) * " ~ step ~ ".unit_price_minor", step ~ ".divisor") }}, 0)
{%- endmacro %}

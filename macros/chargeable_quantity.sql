{#- What of a cumulative quantity is charged for under the price_terms of the row. Whole multiples and packages are counted by exact division. -#}
{% macro chargeable_quantity(quantity) -%}
    {%- set rounded -%}
        case price_terms.quantity_rounding
            when 'ceiling'
                then (div({{ quantity }}, price_terms.quantity_multiple) + sign(mod({{ quantity }}, price_terms.quantity_multiple)))
                    * price_terms.quantity_multiple
            when 'floor' then div({{ quantity }}, price_terms.quantity_multiple) * price_terms.quantity_multiple
            when 'half_up'
                then div(2 * {{ quantity }} + price_terms.quantity_multiple, 2 * price_terms.quantity_multiple) * price_terms.quantity_multiple
            else {{ quantity }}
        end
    {%- endset -%}
    {%- set less_what_is_free = "greatest(" ~ rounded ~ " - price_terms.free_quantity, 0)" -%}
    case
        when price_terms.package_quantity is null then {{ less_what_is_free }}
        when price_terms.package_rounding = 'up'
            then (div({{ less_what_is_free }}, price_terms.package_quantity) + sign(mod({{ less_what_is_free }}, price_terms.package_quantity)))
                * price_terms.package_quantity
        else div({{ less_what_is_free }}, price_terms.package_quantity) * price_terms.package_quantity
    end
{%- endmacro %}

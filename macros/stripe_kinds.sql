{#- The kinds of Stripe's objects that tell of money: what is a payment, and what stands beside payments, which an
    index on raw.stripe_events finds. -#}
{% macro stripe_kinds(which='all', written="'%s'", joined_by=', ') -%}
    {%- set of_payments = ['checkout.session', 'payment_intent', 'charge'] -%}
    {%- set beside_payments = ['refund', 'dispute', 'payout', 'balance_transaction'] -%}
    {%- set kinds = {'of_payments': of_payments, 'beside_payments': beside_payments, 'all': of_payments + beside_payments}[which] -%}
    {%- for kind in kinds -%}
        {{ written | format(kind) }}{{ joined_by if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

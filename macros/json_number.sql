{#- A number of a JSON object, exact; null for everything that is no number, so that no text of a stranger fails a build. -#}
{% macro json_number(object, name) -%}
    case when jsonb_typeof({{ object }} -> '{{ name }}') = 'number' then ({{ object }} ->> '{{ name }}')::numeric end
{%- endmacro %}

{#- The id that a member of a provider's object holds, or that the object standing there has. Of 1 to 500 characters: what is longer names nothing,
    as where events land, and would fit into no index. -#}
{% macro provider_id(object, name) -%}
    {%- set id = "coalesce(" ~ object ~ " #>> '{" ~ name ~ ",id}', " ~ object ~ " ->> '" ~ name ~ "')" -%}
    case when length({{ id }}) <= 500 then nullif({{ id }}, '') end
{%- endmacro %}

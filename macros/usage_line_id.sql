{#- Identifier of a line of usage. A snapshot that prices a line stands in its charge; one that does not still tells two lines of one window apart. -#}
{% macro usage_line_id(window) -%}
    {%- set fields = [
        window ~ ".posting_group_id", window ~ ".resource_id", window ~ ".resource_type", window ~ ".project_id",
        window ~ ".submitter_id", window ~ ".route_id", window ~ ".region", microseconds(window ~ ".window_start"),
    ] -%}
    case
        when {{ window }}.pricing_snapshot is null or {{ window }}.price_source = 'snapshot' then {{ book_id(fields) }}
        else {{ book_id(fields + [window ~ ".pricing_snapshot"]) }}
    end
{%- endmacro %}

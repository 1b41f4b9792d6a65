{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ 'shadow_' if target.name == 'shadow' and node.resource_type == 'model' and custom_schema_name }}{{ custom_schema_name or target.schema }}
{%- endmacro %}

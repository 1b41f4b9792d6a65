{#- Identifier of the book: the first 16 bytes of sha256 over length-prefixed fields, so that no two keys can run together. -#}
{% macro book_id(fields) -%}
    encode(substring(sha256(convert_to(
        {%- for field in fields %}
        coalesce(length(({{ field }})::text)::text || ':' || ({{ field }})::text, '-'){{ ' || ' if not loop.last }}
        {%- endfor %}
    , 'UTF8')) from 1 for 16), 'hex')::uuid
{%- endmacro %}

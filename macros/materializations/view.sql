{#- A view that does not exist yet is made in one statement; one that does is swapped as dbt does it, so that its readers never miss it. -#}
{%- materialization view, adapter='postgres' -%}

    {%- if load_cached_relation(this) is not none -%}
    {{ return(dbt.materialization_view_default()) }}
    {%- endif -%}
    {%- set target = this.incorporate(type='view') -%}
    {{ run_hooks(pre_hooks) }}
    {% call statement('main') -%}
        {{ get_create_view_as_sql(target, sql) }}
    {%- endcall %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target]}) }}

{%- endmaterialization -%}

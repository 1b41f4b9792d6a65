{#- A table of the plan, in one statement. While the code stays as it is (no --full-refresh) the table stays too and is filled again: the views
    on it live on, and the catalogue of the database does not churn. Nobody reads the plan while it is made, so there is nothing to swap.
    What was filled with many rows is counted at once: the models behind it are planned within the second, autovacuum comes within the minute,
    and a join planned on guesses reads a history once for each row. A sample of 6,000 rows tells that as well as the server's usual 30,000. -#}
{%- materialization table, adapter='postgres' -%}

    {%- set existing = load_cached_relation(this) -%}
    {%- set target = this.incorporate(type='table') -%}
    {%- set stays = existing is not none and existing.is_table and not should_full_refresh() -%}
    {{ run_hooks(pre_hooks) }}
    {% if not stays %} {% do drop_relation_if_exists(existing) %} {% endif %}
    {% call statement('main') -%}
        {% if stays -%}
        truncate table {{ this }};
        insert into {{ this }}
        {{ sql }};
        {%- else -%}
        create table {{ this }} as
        {{ sql }};
        {%- endif %}
    {%- endcall %}
    {% if not stays %} {% do create_indexes(target) %} {% endif %}
    {% if load_result('main')['response'].rows_affected > 1000 %}
        {% call statement('statistics') -%}
        set local default_statistics_target = 20;
        analyze {{ this }}
        {%- endcall %}
    {% endif %}
    {{ run_hooks(post_hooks) }}
    {{ adapter.commit() }}
    {{ return({'relations': [target]}) }}

{%- endmaterialization -%}

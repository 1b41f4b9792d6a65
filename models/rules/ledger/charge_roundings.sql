{{ config(materialized='view') }}

-- How the posting groups of charges in scope are rounded: as the price row of their last line says, else half away from zero.

with charge_lines_planned as (

    select * from {{ ref('charge_lines_planned') }}

),

lines_from_the_last as (

    select
        charge_lines_planned.posting_group_id,
        charge_lines_planned.rounding,
        row_number() over (
            partition by charge_lines_planned.posting_group_id
            order by charge_lines_planned.window_end desc, charge_lines_planned.rated_line_id asc
        ) as standing
    from charge_lines_planned

),

roundings as (

    select
        lines_from_the_last.posting_group_id,
        lines_from_the_last.rounding
    from lines_from_the_last
    where lines_from_the_last.standing = 1

)

select * from roundings

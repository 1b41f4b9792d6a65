-- Tiers replace each other as a whole: a set with a rejected row, or whose ends do not rise, would price wrongly without a word. A row that cannot
-- be read may belong to any set of the file.
with last_rows as (
    select distinct on (incoming.record_key) incoming.{whole_by}, incoming.tier_no, incoming.up_to
    from incoming
    order by incoming.record_key, incoming.row_number desc
),

tiers_in_order as (
    select
        last_rows.{whole_by},
        last_rows.up_to,
        lag(last_rows.up_to) over tiers as previous_up_to,
        row_number() over tiers as position
    from last_rows
    window tiers as (partition by last_rows.{whole_by} order by last_rows.tier_no)
),

broken_sets as (
    select tiers_in_order.{whole_by}
    from tiers_in_order
    where tiers_in_order.position > 1 and (tiers_in_order.previous_up_to is null or tiers_in_order.up_to <= tiers_in_order.previous_up_to)
)

update incoming
set fate = 'incomplete_tiers'
where
    %(any_may_miss_a_row)s
    or incoming.{whole_by} = any(%(with_rejected_rows)s)
    or incoming.{whole_by} in (select broken_sets.{whole_by} from broken_sets);

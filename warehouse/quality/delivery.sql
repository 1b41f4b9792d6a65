-- The delivery as a whole: which share of its rows was turned away.
select
    cast({turned_away_count} as numeric) / {rows_read} as share_turned_away,
    cast({landed_count} as bigint) as row_count

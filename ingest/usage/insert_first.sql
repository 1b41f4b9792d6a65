-- The first row of each key in the file lands, unless the warehouse has the key already. In key order, so that two files rarely wait for each other.
insert into raw.usage_events ({columns})
select {landed}
from (
    select arriving.*, row_number() over (partition by arriving.event_key order by arriving.ordinal) as row_of_key
    from arriving
) as arriving
where arriving.row_of_key = 1
order by arriving.event_key
on conflict (event_key) do nothing

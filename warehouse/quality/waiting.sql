-- Which share of all usage records waits to be rated.
select cast({waiting_count} as numeric) / {usage_count} as share_waiting

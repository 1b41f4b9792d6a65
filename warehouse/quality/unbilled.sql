-- Which share of all usage records is neither billed nor free.
select cast({unbilled_count} as numeric) / {usage_count} as share_not_billed

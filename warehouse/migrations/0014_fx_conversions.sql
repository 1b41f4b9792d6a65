-- Resellers and their customers in two currencies: the exchange rate by which a day of retail usage is told in the reseller's currency.

create table current.fx_conversions (
    usage_account_id text not null, period_start timestamptz not null, used_on date not null,
    reseller_account_id text not null, source_currency text not null, target_currency text not null,
    source_exponent int not null, target_exponent int not null,
    provider text, base_currency text, source_rate numeric(38, 18), target_rate numeric(38, 18),
    source_snapshot_id uuid, target_snapshot_id uuid, rate_date date,
    primary key (usage_account_id, period_start, used_on)
);
comment on table current.fx_conversions is
'Days on which a reseller''s customer used something in another currency than the reseller''s, with the rate of each; no provider: none is known.';

-- Resellers and their customers in two currencies: the exchange rate by which a day of retail usage is told in the reseller's currency.
-- And what prices say of single events, so that a reader can be told.

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

alter table current.price_terms
add column event_fee_minor numeric, add column event_minimum_minor numeric, add column event_maximum_minor numeric;
comment on column current.price_terms.event_fee_minor is 'What each event costs beside its quantity; null: nothing.';
comment on column current.price_terms.event_minimum_minor is 'What each event costs at least; null: nothing.';
comment on column current.price_terms.event_maximum_minor is 'What each event costs at most; null: anything.';

-- Decimals of each currency, for surfaces that convert: a reader's view never reads what dbt rebuilds.

create table current.currencies (
    currency_code text primary key,
    minor_unit_exponent int not null
);
comment on table current.currencies is 'Currencies that can be billed in, as the last build knew them.';
comment on column current.currencies.minor_unit_exponent is 'Decimals of the minor unit: JPY 0, USD 2, KWD 3.';

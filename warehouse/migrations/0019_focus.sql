-- What a cost and usage file names beside a meter: the unit of its prices, the service's place in the FOCUS lists; and what a minor unit is.

alter table current.meters
add column base_per_priced_unit bigint,
add column priced_unit text,
add column service_category text,
add column service_subcategory text;

create table current.currencies (
    currency_code text primary key, minor_unit_exponent int not null check (minor_unit_exponent >= 0)
);
comment on table current.currencies is 'The currencies the last build knew, for surfaces that tell amounts in major units.';

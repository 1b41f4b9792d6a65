-- The terms that lines were priced by, so that a reader can be told how an amount came about: f at both ends of a window.

create table current.price_terms (
    terms_id uuid primary key,
    price_id text, pricing_model text not null,
    price_batch_id bigint, price_row_number bigint, tier_batch_id bigint,
    quantity_rounding text not null, package_rounding text not null, rounding text not null,
    unit_price_minor numeric, priced_quantity numeric not null, free_quantity numeric not null, quantity_multiple numeric not null,
    package_quantity numeric, flat_fee_minor numeric not null, maximum_minor numeric,
    known_from_build bigint not null, known_until_build bigint not null,
    valid_from timestamptz not null, valid_to timestamptz not null
);
create index price_terms_by_price on current.price_terms (price_id);
comment on table current.price_terms is 'What usage was and is priced by: versions of price rows, and snapshots that priced a line; minor units and base units.';

create table current.price_steps (
    terms_id uuid not null, step_number int not null,
    step_start numeric not null, step_end numeric not null,
    dividend_at_start numeric not null, unit_price_minor numeric not null, divisor numeric not null,
    primary key (terms_id, step_number)
);
comment on table current.price_steps is 'The steps of price terms: f(q) = (dividend_at_start + (q - step_start) x unit_price_minor) / divisor for step_start < q <= step_end, and f(0) = 0.';

-- Shadow rating: what was asked, the candidate prices, what they come to beside the book, and the proof that nothing was written to it.

create table control.shadow_runs (
    build_number bigint primary key references control.builds,
    run_number bigint not null references control.builds,
    scenario int not null check (scenario > 0 and scenario <= 5),
    prices_file text not null, tiers_file text,
    account_ids text[],
    from_at timestamptz not null, until_at timestamptz not null check (until_at > from_at),
    unique (run_number, scenario)
);
comment on table control.shadow_runs is 'One row for each candidate scenario: a build of kind shadow. Scenarios of one run share the number of its first build.';

create table control.shadow_prices (
    like raw.prices including defaults including constraints,
    check (batch_id < 0),
    primary key (batch_id, record_key)
);
comment on column control.shadow_prices.batch_id is 'The number of the shadow build, below zero: a candidate came with no batch.';
comment on table control.shadow_prices is 'Candidate price rows of a shadow build: the columns of raw.prices, seen by that build alone.';

create table control.shadow_price_tiers (
    like raw.price_tiers including defaults including constraints,
    check (batch_id < 0),
    primary key (batch_id, record_key)
);
comment on column control.shadow_price_tiers.batch_id is 'The number of the shadow build, below zero: a candidate came with no batch.';
comment on table control.shadow_price_tiers is 'Candidate tiers of a shadow build: the columns of raw.price_tiers, seen by that build alone.';

create table control.shadow_results (
    build_number bigint not null references control.shadow_runs,
    account_id text not null, usage_account_id text not null, side text not null,
    meter text not null, resource_type text, pricing_mode text, currency text not null,
    existing_quantity numeric not null, candidate_quantity numeric not null,
    existing_minor bigint not null, candidate_minor bigint not null, delta_minor bigint not null,
    is_posted boolean not null,
    check (delta_minor = candidate_minor - existing_minor),
    unique nulls not distinct (build_number, account_id, usage_account_id, side, meter, resource_type, pricing_mode, currency, is_posted)
);
comment on table control.shadow_results is 'One row for each shadow build, account and charge: what the book has, what the candidate comes to, and the difference.';

create table control.shadow_lines (
    build_number bigint not null references control.shadow_runs,
    line_number bigint not null,
    account_id text not null, usage_account_id text not null, side text not null,
    meter text not null, resource_id text, resource_type text, pricing_mode text,
    project_id text, submitter_id text, route_id text, region text, currency text not null,
    existing_line_id uuid, existing_price_id text, candidate_price_id text,
    existing_quantity numeric not null, candidate_quantity numeric not null,
    existing_exact numeric not null, candidate_exact numeric not null, delta_exact numeric not null,
    period_start timestamptz not null, window_start timestamptz not null,
    check (delta_exact = candidate_exact - existing_exact),
    primary key (build_number, line_number)
);
comment on table control.shadow_lines is 'One row for each line whose quantity or amount the candidate changes. Lines that stay the same are left out.';

create table control.shadow_proofs (
    build_number bigint primary key references control.shadow_runs,
    ledger_rows_before bigint not null, ledger_rows_after bigint not null,
    rated_rows_before bigint not null, rated_rows_after bigint not null,
    unused_price_ids text[] not null,
    period_start timestamptz, period_end timestamptz
);
comment on table control.shadow_proofs is 'Rows of the ledger and of the rated lines, counted before and after a shadow build under the build lock; the periods it rated, and the candidates that priced nothing.';

do $$
declare protected text;
begin
    foreach protected in array array['shadow_runs', 'shadow_prices', 'shadow_price_tiers', 'shadow_results', 'shadow_lines', 'shadow_proofs'] loop
        execute format('create trigger never_changed before update or delete on control.%I for each row execute function book.refuse_change()', protected);
        execute format('create trigger never_truncated before truncate on control.%I for each statement execute function book.refuse_change()', protected);
        execute format('alter table control.%I enable always trigger never_changed', protected);
        execute format('alter table control.%I enable always trigger never_truncated', protected);
    end loop;
end $$;

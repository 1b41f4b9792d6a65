-- Charges beside usage. A flat fee needs no meter; which commit and grant a line counts towards is known only by the plan.

alter table raw.prices alter column meter drop not null;
alter table raw.prices add constraint meter_or_flat check (meter is not null or model = 'flat');

create table current.commit_lines (
    rated_line_id uuid primary key,
    account_id text not null, commit_contract_id text not null
);
create index commit_lines_by_account on current.commit_lines (account_id);
comment on table current.commit_lines is 'Which commit contract a rated line counts towards.';

create table current.grant_lines (
    rated_line_id uuid primary key,
    account_id text not null, credit_grant_id text not null
);
create index grant_lines_by_account on current.grant_lines (account_id);
comment on table current.grant_lines is 'Which credit grant a rated line burnt first.';

create table current.commits (
    contract_id text primary key,
    account_id text not null, currency text not null,
    amount_minor bigint not null, drawn_minor bigint not null, remaining_minor bigint not null,
    true_up_minor bigint not null, excess_minor bigint not null, overage_minor bigint not null,
    overage_multiplier numeric(9, 4) not null, has_true_up boolean not null, is_ended boolean not null,
    starts_at timestamptz not null, ends_at timestamptz not null
);
create index commits_by_account on current.commits (account_id);
comment on table current.commits is 'Commit contracts with what usage has counted towards them.';

create table current.credit_grants (
    grant_id text primary key,
    account_id text not null, currency text not null, state text not null check (state in ('pending', 'active', 'expired', 'withdrawn')),
    priority int not null,
    amount_minor bigint not null, burnt_minor bigint not null, remaining_minor bigint not null, expired_minor bigint not null,
    effective_at timestamptz not null, expires_at timestamptz not null
);
create index credit_grants_by_account on current.credit_grants (account_id);
comment on table current.credit_grants is 'Credit grants with what rated lines have burnt of them.';

-- Payments with what was given back of them, refunds and disputes as the last build saw them.

alter table current.payments add column customer_id text;
alter table current.payments add column refunded_minor bigint not null default 0;

create table current.disputes (
    dispute_id text primary key,
    payment_id text, charge_id text, account_id text, currency text not null,
    status text not null, lifecycle text not null, reason text,
    amount_minor bigint not null, withdrawn_minor bigint not null, fee_minor bigint not null, reinstated_minor bigint not null,
    has_evidence boolean not null, evidence_due_at timestamptz, opened_at timestamptz not null, last_event_at timestamptz not null,
    last_event_id text not null, debit_entry_id uuid, reversal_entry_id uuid, correlation_id text
);
comment on table current.disputes is 'Disputes as the provider events tell them, with the entries that took the money from the customer and gave it back.';

create table current.refunds (
    refund_id text primary key,
    action_id text, provider_refund_id text, account_id text, reference text, mode text not null, status text not null,
    currency text not null, amount_minor bigint not null,
    actor text, reason text, decided_by text, ledger_entry_id uuid, correlation_id text,
    requested_at timestamptz, decided_at timestamptz, told_at timestamptz
);
create index refunds_by_account on current.refunds (account_id);
comment on table current.refunds is 'Refunds that were asked for beside refunds at the provider: each once, with where it stands.';

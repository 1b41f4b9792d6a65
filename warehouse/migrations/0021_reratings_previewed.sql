-- What re-rating a closed period would make of its usage: the records, or the code, have changed since it was closed.

create table current.rerate_previews (
    usage_account_id text not null, meter text not null, account_id text not null, period_start timestamptz not null,
    currency text not null, changed_records text not null,
    closed_by_build_number bigint not null,
    billed_minor bigint not null, known_now_minor bigint not null,
    primary key (usage_account_id, meter, account_id, period_start),
    check (billed_minor <> known_now_minor)
);
comment on table current.rerate_previews is
'Usage of closed periods that the records known now rate otherwise than the close did, one row for each user, meter and billed period.';
comment on column current.rerate_previews.usage_account_id is 'Account that used it.';
comment on column current.rerate_previews.meter is 'Meter of the usage.';
comment on column current.rerate_previews.account_id is 'Account that was billed.';
comment on column current.rerate_previews.period_start is 'Begin of the closed billing period, UTC.';
comment on column current.rerate_previews.currency is 'ISO 4217 code of the amounts.';
comment on column current.rerate_previews.changed_records is 'Kind and key of what has changed for the period since it was closed.';
comment on column current.rerate_previews.closed_by_build_number is
'Build that closed the period, or rated it again last: its records are what was billed by.';
comment on column current.rerate_previews.billed_minor is 'What the book has for it, in minor units, positive when owed.';
comment on column current.rerate_previews.known_now_minor is
'What the records known now make of it, in minor units, positive when owed.';

-- Who may read what. A right is given by a row and taken away by a later one; every surface looks here for whoever is asking.

create table control.readers (
    reader_number bigint generated always as identity primary key,
    role_name text not null,
    scope text not null check (scope in ('everything', 'account', 'reseller')),
    account_id text,
    is_granted boolean not null,
    granted_by text not null default session_user,
    granted_at timestamptz not null default clock_timestamp(),
    constraint account_named_by_its_scope check ((scope = 'everything') = (account_id is null))
);
create index readers_by_role on control.readers (role_name, scope, account_id, reader_number);
comment on table control.readers is
'Rights of reader roles: everything, one account, or a reseller with its customers. The newest row of a role, scope and account holds.';

create trigger never_changed before update or delete on control.readers for each row execute function book.refuse_change();
create trigger never_truncated before truncate on control.readers for each statement execute function book.refuse_change();
alter table control.readers enable always trigger never_changed;
alter table control.readers enable always trigger never_truncated;

create view control.reader_grants as
select
    readers.role_name,
    readers.scope,
    readers.account_id,
    readers.granted_at
from control.readers
where
    readers.is_granted
    and not exists (
        select from control.readers as later_readers
        where
            later_readers.role_name = readers.role_name
            and later_readers.scope = readers.scope
            and later_readers.account_id is not distinct from readers.account_id
            and later_readers.reader_number > readers.reader_number
    );
comment on view control.reader_grants is 'The rights that hold now.';

create view control.reader_accounts as
select
    reader_grants.role_name,
    reader_grants.account_id
from control.reader_grants
where reader_grants.account_id is not null
union
select
    reader_grants.role_name,
    accounts.account_id
from control.reader_grants
inner join current.accounts on accounts.reseller_account_id = reader_grants.account_id
where reader_grants.scope = 'reseller';
comment on view control.reader_accounts is 'The accounts each reader role may see: its own, and for a reseller those of its customers.';

-- dbt reads the tables under the surfaces anyway and tests the surfaces; the administrator looks after all of it.
insert into control.readers (role_name, scope, is_granted)
values
('tallyhouse_finance', 'everything', true),
('tallyhouse_analyst', 'everything', true),
('tallyhouse_auditor', 'everything', true),
('tallyhouse_runner', 'everything', true),
('tallyhouse_build', 'everything', true),
('tallyhouse_owner', 'everything', true),
(session_user, 'everything', true);

-- Organisations that take copies of reports by HL7 v2 or as files only. A row is put here by the region's platform team; it
-- counts from the next version of a report on.
create table copy_endpoint (
    ods             text primary key,
    -- Whose rights decide, each time that something is sent: a client that is registered with identity-service.
    client_id       text    not null,
    role            text    not null default 'clinician' check (role not in ('patient', 'loader', 'auditor')),
    purpose         text    not null default 'direct-care',
    -- Whether it takes the reports that it asked for itself too, and not only copies of others'.
    takes_own       boolean not null default false,
    transport       text    not null default 'mllp' check (transport in ('mllp', 'files')),
    host            text    not null default '',
    port            int     not null default 2575 check (port between 1 and 65535),
    tls             boolean not null default true,
    -- Mailbox that files are addressed to.
    mailbox         text    not null default '' check (mailbox ~ '^[A-Za-z0-9]{0,30}$'),
    -- MSH-12, MSH-18
    version         text    not null default '2.5.1' check (version in ('2.3', '2.4', '2.5.1')),
    charset         text    not null default 'UNICODE UTF-8' check (charset in ('UNICODE UTF-8', '8859/1', 'ASCII')),
    -- MSH-5, MSH-3, MSH-4; MSH-6 is the ODS code
    application     text    not null default '',
    own_application text    not null default 'MERIDIAN',
    own_facility    text    not null default '',
    -- Proves who works on it; not before due_at, which is the end of the lease meanwhile.
    lease           bigint  not null default 0,
    due_at          timestamptz not null default now(),
    failures        int     not null default 0,
    cause           text    not null default '',
    check (case transport when 'mllp' then host <> '' else mailbox <> '' end)
);

-- Versions of reports whose recipients nobody has looked for yet.
create table copy_due (
    report_id  text        not null,
    version    int         not null,
    noted_at   timestamptz not null default now(),
    due_at     timestamptz not null default now(),
    primary key (report_id, version)
);
create index copy_due_next on copy_due (due_at);

-- What is to be sent, was, or is not. Ids only: what is sent is read when it is sent.
create table report_copy (
    seq            bigint generated always as identity primary key,
    -- MSH-10: the same however often it is sent, and no other message's even after a restore
    control_id     text        not null unique default upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 20)),
    -- Who is taken out of the recipients gets nothing that waits either.
    recipient      text        not null references copy_endpoint on delete cascade,
    report_id      text        not null,
    report_version int         not null,
    patient_id     text        not null,
    -- ODS code of who made the report
    performer      text        not null,
    fingerprint    text        not null,
    -- copy-to: the order or the report names the recipient; requester: it asked for it itself
    ground         text        not null check (ground in ('copy-to', 'requester')),
    -- dead: refused by its receiver; withheld: the recipient may not know it; overtaken: a later version is to be sent
    state          text        not null default 'waiting'
        check (state in ('waiting', 'sent', 'dead', 'withheld', 'overtaken', 'discarded')),
    attempts       int         not null default 0,
    due_at         timestamptz not null default now(),
    -- When it was first about to be sent: from then on the recipient may have it, whatever is known of that.
    tried_at       timestamptz,
    -- Since when a file waits to be acknowledged.
    handed_at      timestamptz,
    cause          text        not null default '',
    created_at     timestamptz not null default now(),
    settled_at     timestamptz,
    discarded_by   text        not null default '',
    discard_reason text        not null default '',
    unique (recipient, report_id, report_version)
);
create index report_copy_waiting on report_copy (recipient, seq) where state = 'waiting';
create index report_copy_of_patient on report_copy (recipient, patient_id, seq) where state = 'waiting';
create index report_copy_of_report on report_copy (report_id, recipient, seq);
create index report_copy_open on report_copy (state, seq) where state in ('waiting', 'dead', 'withheld');
create index report_copy_of_recipient on report_copy (recipient, state, seq);
create index report_copy_of_performer on report_copy (performer, state, seq);

-- In the transaction of the filing, whichever door the report came through.
create function copies_are_due() returns trigger language plpgsql as $$
begin
    if exists (select from copy_endpoint) then
        insert into copy_due (report_id, version) values (new.id, new.version) on conflict do nothing;
    end if;
    return new;
end $$;
create trigger diagnostic_report_copies_of_new after insert on diagnostic_report
    for each row when (new.patient_id <> '') execute function copies_are_due();
create trigger diagnostic_report_copies_of_change after update on diagnostic_report
    for each row when (new.patient_id <> '' and old.version <> new.version) execute function copies_are_due();

-- When patients are shown results: what an organisation decided, each change a row; the latest counts. An empty release
-- is what the region says.
create table release_rule (
    id           bigint generated always as identity primary key,
    organisation text        not null,
    subject      text        not null,
    grade        text        not null default '',
    release      text        not null,
    set_by       text        not null,
    client_id    text        not null,
    set_at       timestamptz not null default now()
);
create index release_rule_latest on release_rule (organisation, subject, grade, id desc);
create trigger release_rule_stays before update or delete or truncate on release_rule
    for each statement execute function refuse_change();

-- What a clinician wrote for the patient about a report, which is of no other content than that it was written of.
create table patient_note (
    id             uuid primary key,
    report_id      text        not null,
    report_version int         not null,
    -- fingerprint of what the report and its lines said
    content        text        not null,
    said           text        not null,
    is_release     boolean     not null,
    author         text        not null,
    author_name    text        not null default '',
    organisation   text        not null,
    client_id      text        not null,
    written_at     timestamptz not null default now()
);
create index patient_note_report on patient_note (report_id, written_at);
create unique index patient_note_once on patient_note (report_id, content, author, is_release, md5(said));
create trigger patient_note_stays before update or delete or truncate on patient_note
    for each statement execute function refuse_change();

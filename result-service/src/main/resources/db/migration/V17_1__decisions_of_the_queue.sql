-- What people decided of reports that waited for their patient. Rows are only added.
create table unmatched_decision (
    id                  bigint generated always as identity primary key,
    report_id           text        not null,
    patient_id          text        not null default '',
    sender_organisation text        not null default '',
    reason              text        not null,
    actor               text        not null,
    client_id           text        not null,
    organisation        text        not null,
    decided_at          timestamptz not null
);
create index unmatched_decision_report on unmatched_decision (report_id, id desc);
create index unmatched_report_page on unmatched_report (created_at, report_id);

-- Stored as served: bytes beside typed columns. Indexes lead with the patient, as nearly every question does.
create table diagnostic_report (
    id                 text primary key,
    version            int            not null,
    last_updated       timestamptz(3) not null,
    patient_id         text           not null default '',
    patient_nhs_number text           not null default '',
    organisations      text[]         not null default '{}',
    content            bytea          not null,
    status             text           not null,
    code_system        text           not null default '',
    code               text           not null default '',
    effective_at       timestamptz,
    issued_at          timestamptz,
    performer          text           not null default '',
    order_id           text           not null default '',
    -- What a repeat or a correction of this report is known by: sender, filler number and test.
    report_key         text unique,
    content_hash       text           not null default ''
);
create index diagnostic_report_patient on diagnostic_report (patient_id, last_updated desc, id);
create index diagnostic_report_effective on diagnostic_report (patient_id, effective_at desc);
create index diagnostic_report_recent on diagnostic_report (last_updated desc, id);
create index diagnostic_report_nhs_number on diagnostic_report (patient_nhs_number) where patient_nhs_number <> '';
create index diagnostic_report_order on diagnostic_report (order_id) where order_id <> '';
create index diagnostic_report_issued on diagnostic_report (issued_at desc);
create index diagnostic_report_effective_at on diagnostic_report (effective_at desc);
create index diagnostic_report_performer on diagnostic_report (performer, last_updated desc);
create index diagnostic_report_status on diagnostic_report (status, last_updated desc) where status <> 'final';

create table diagnostic_report_identifier (resource_id text not null, system text not null, value text not null,
    primary key (resource_id, system, value));
create index diagnostic_report_identifier_value on diagnostic_report_identifier (value, system, resource_id);
create table diagnostic_report_code (resource_id text not null, system text not null, value text not null,
    primary key (resource_id, system, value));
create index diagnostic_report_code_value on diagnostic_report_code (value, system, resource_id);
create table diagnostic_report_category (resource_id text not null, system text not null, value text not null,
    primary key (resource_id, system, value));
create index diagnostic_report_category_value on diagnostic_report_category (value, system, resource_id);

create table observation (
    id                 text primary key,
    version            int            not null,
    last_updated       timestamptz(3) not null,
    patient_id         text           not null default '',
    patient_nhs_number text           not null default '',
    organisations      text[]         not null default '{}',
    content            bytea          not null,
    status             text           not null,
    category_system    text           not null default '',
    category           text           not null default '',
    code_system        text           not null default '',
    code               text           not null default '',
    effective_at       timestamptz,
    value_number       numeric,
    value_unit         text           not null default '',
    performer          text           not null default '',
    specimen_id        text           not null default '',
    order_id           text           not null default '',
    report_id          text           not null default '',
    -- Code, sub-id and occurrence within its report: what a corrected line is known by.
    observation_key    text           not null default ''
);
create index observation_patient on observation (patient_id, last_updated desc, id);
create index observation_effective on observation (patient_id, effective_at desc);
create index observation_recent on observation (last_updated desc, id);
create index observation_nhs_number on observation (patient_nhs_number) where patient_nhs_number <> '';
create index observation_report on observation (report_id) where report_id <> '';
create index observation_effective_at on observation (effective_at desc);
create index observation_specimen on observation (specimen_id) where specimen_id <> '';
create index observation_order on observation (order_id) where order_id <> '';

create table observation_code (resource_id text not null, system text not null, value text not null,
    primary key (resource_id, system, value));
create index observation_code_value on observation_code (value, system, resource_id);
create table observation_identifier (resource_id text not null, system text not null, value text not null,
    primary key (resource_id, system, value));
create index observation_identifier_value on observation_identifier (value, system, resource_id);

create table specimen (
    id                 text primary key,
    version            int            not null,
    last_updated       timestamptz(3) not null,
    patient_id         text           not null default '',
    patient_nhs_number text           not null default '',
    organisations      text[]         not null default '{}',
    content            bytea          not null,
    status             text           not null default '',
    type_system        text           not null default '',
    type               text           not null default '',
    collected_at       timestamptz,
    report_id          text           not null default '',
    specimen_key       text           not null default ''
);
create index specimen_patient on specimen (patient_id, last_updated desc, id);
create index specimen_recent on specimen (last_updated desc, id);
create index specimen_nhs_number on specimen (patient_nhs_number) where patient_nhs_number <> '';
create index specimen_report on specimen (report_id) where report_id <> '';
create index specimen_type on specimen (type, last_updated desc) where type <> '';
create index specimen_collected on specimen (collected_at desc);

create table specimen_identifier (resource_id text not null, system text not null, value text not null,
    primary key (resource_id, system, value));
create index specimen_identifier_value on specimen_identifier (value, system, resource_id);

-- What a later version took the place of. Nothing is ever deleted from here.
create table superseded_version (
    resource_type text           not null,
    id            text           not null,
    version       int            not null,
    last_updated  timestamptz(3) not null,
    patient_id    text           not null,
    organisations text[]         not null,
    content       bytea          not null,
    superseded_at timestamptz    not null default now(),
    primary key (resource_type, id, version)
);

-- Reports whose patient is not known yet. Identifiers are what the sender gave; the patient column is for people.
create table unmatched_report (
    report_id       text primary key,
    reason          text        not null,
    organisation    text        not null,
    identifiers     jsonb       not null,
    nhs_number      text        not null default '',
    birth_date      text        not null default '',
    placer_number   text        not null default '',
    filler_number   text        not null default '',
    created_at      timestamptz not null default now(),
    attempts        int         not null default 0,
    next_attempt_at timestamptz not null default now()
);
create index unmatched_report_due on unmatched_report (next_attempt_at);
create index unmatched_report_organisation on unmatched_report (organisation, created_at);
create index unmatched_report_nhs_number on unmatched_report (nhs_number) where nhs_number <> '';

-- Every HL7 v2 message as it came, whatever became of it.
create table received_message (
    id           uuid primary key,
    sender       text        not null,
    type         text        not null,
    control_id   text        not null,
    received_at  timestamptz not null,
    outcome      text        not null,
    report_ids   text[]      not null default '{}',
    raw          bytea       not null
);
create index received_message_sender on received_message (sender, received_at);

create table report_acknowledgement (
    report_id       text        not null,
    version         int         not null,
    actor           text        not null,
    client_id       text        not null,
    organisation    text        not null,
    acknowledged_at timestamptz not null,
    comment         text        not null default '',
    primary key (report_id, version, actor)
);

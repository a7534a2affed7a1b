-- Registered organisations, served as FHIR Organization.
create table organisation (
    id            text primary key,
    version       int         not null,
    last_updated  timestamptz(3) not null,
    patient_id    text,
    organisations text[]      not null default '{}',
    content       bytea       not null,
    ods_code      text        not null unique,
    name          text        not null,
    type          text        not null
);
create index organisation_name on organisation (name text_pattern_ops);
create index organisation_last_updated on organisation (last_updated desc, id);

-- Registered client systems. Keys are public keys only.
create table client (
    client_id          text primary key,
    name               text not null,
    organisation       text not null references organisation (ods_code),
    role               text not null,
    fhir_user          text,
    patient_nhs_number text,
    scopes             text not null,
    jwks               text not null,
    version            int  not null
);

-- Client assertions that were used: a second use before the end of their validity is a replay.
create table used_assertion (
    client_id  text        not null,
    jti        text        not null,
    expires_at timestamptz not null,
    primary key (client_id, jti)
);
create index used_assertion_expires_at on used_assertion (expires_at);

-- Patients, as they are served.
create table patient (
    id            text primary key,
    version       int         not null,
    last_updated  timestamptz(3) not null,
    patient_id    text        not null,
    organisations text[]      not null default '{}',
    content       bytea       not null,
    nhs_number    text,
    family        text,
    given         text,
    birth_date    date,
    gender        text,
    deceased      boolean     not null default false,
    -- SHA-256 of the content as it was sent: tells a repeated create from a different one
    fingerprint   text        not null
);
create unique index patient_nhs_number on patient (nhs_number);
create index patient_family_birth_date on patient (family text_pattern_ops, birth_date);
create index patient_birth_date on patient (birth_date);
create index patient_last_updated on patient (patient_id, last_updated desc, id);
create index patient_changes on patient (last_updated desc, id);

-- is_key: NHS numbers and medical record numbers, which name one patient only.
create table patient_identifier (
    resource_id text    not null references patient (id),
    system      text    not null,
    value       text    not null,
    is_key      boolean not null,
    primary key (resource_id, system, value)
);
create unique index patient_identifier_key on patient_identifier (system, value) where is_key;
create index patient_identifier_value on patient_identifier (value, system);

-- Who has to do with whom. One row per ground; a row that has ended stays for the record.
create table relationship (
    patient_id   text        not null,
    organisation text        not null,
    ground       text        not null,
    since        timestamptz not null,
    until        timestamptz,
    primary key (organisation, patient_id, ground)
);
create index relationship_patient on relationship (patient_id);

-- HL7 v2 messages as they came, whatever became of them.
create table received_message (
    id          uuid primary key,
    sender      text        not null,
    type        text        not null,
    control_id  text        not null,
    received_at timestamptz not null,
    raw         bytea       not null,
    outcome     text        not null,
    reason      text        not null
);
create index received_message_control on received_message (sender, control_id);
create index received_message_received_at on received_message using brin (received_at);

-- What a person has to look at: merges, and messages whose patient is in doubt. No patient data beside the ids.
create table work_item (
    id                  uuid primary key,
    kind                text        not null,
    status              text        not null default 'open',
    received_message_id uuid        not null references received_message (id),
    patient_ids         text[]      not null,
    created_at          timestamptz not null
);
create index work_item_open on work_item (created_at) where status = 'open';

-- The chained log of accesses, served as FHIR AuditEvent. Rows are only ever added.
create table audit_event (
    seq           bigint primary key,
    id            text        not null unique,
    version       int         not null default 1,
    last_updated  timestamptz(3) not null,
    patient_id    text,
    organisations text[]      not null default '{}',
    content       bytea       not null,
    recorded      timestamptz(3) not null,
    action        text        not null,
    interaction   text        not null,
    outcome       text        not null,
    organisation  text        not null,
    client_id     text        not null,
    prev_hash     bytea       not null,
    hash          bytea       not null
);
create index audit_event_patient on audit_event (patient_id, last_updated desc, id);
create index audit_event_changes on audit_event (last_updated desc, id);
create index audit_event_recorded on audit_event (recorded);
create index audit_event_organisation on audit_event (organisation, last_updated desc, id);
create index audit_event_client on audit_event (client_id, last_updated desc, id);

-- The end of the chain, signed with the region's key: shows that entries at the end were cut off.
create table audit_head (
    one       int primary key check (one = 1),
    seq       bigint not null,
    hash      bytea  not null,
    key_id    text   not null,
    signature bytea  not null
);
insert into audit_head (one, seq, hash, key_id, signature) values (1, 0, '\x', '', '\x');

-- What patients said about who may see what: FHIR Consent as it is served, and what decisions need of it.
create table consent (
    id            text primary key,
    version       int         not null,
    last_updated  timestamptz(3) not null,
    patient_id    text        not null,
    organisations text[]      not null default '{}',
    content       bytea       not null,
    status        text        not null,
    -- deny, permit, opt-out
    rule          text        not null check (rule in ('deny', 'permit', 'opt-out')),
    category      text        not null,
    -- empty: all
    actors        text[]      not null default '{}',
    types         text[]      not null default '{}',
    labels        text[]      not null default '{}',
    purposes      text[]      not null default '{}',
    since         timestamptz not null,
    until         timestamptz
);
create index consent_patient on consent (patient_id, last_updated desc, id);
create index consent_changes on consent (last_updated desc, id);
create index consent_status on consent (status, last_updated desc, id);
create index consent_category on consent (category, last_updated desc, id);

-- Records opened in an emergency, and who is told of it.
create table break_glass (
    id           uuid primary key,
    patient_id   text        not null,
    organisation text        not null,
    person       text        not null,
    client_id    text        not null,
    role         text        not null,
    reason       text        not null,
    opened_at    timestamptz not null,
    until        timestamptz not null
);
create index break_glass_patient on break_glass (patient_id, opened_at desc);
create table disclosure_notice (
    id             uuid primary key,
    patient_id     text        not null,
    break_glass_id uuid        not null references break_glass (id),
    audience       text        not null check (audience in ('privacy-officer', 'patient')),
    created_at     timestamptz not null
);
create index disclosure_notice_patient on disclosure_notice (patient_id, audience, created_at desc, id);
create index disclosure_notice_audience on disclosure_notice (audience, created_at desc, id);

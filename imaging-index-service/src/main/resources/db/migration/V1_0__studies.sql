-- One row per study. The first columns are what every FHIR resource table has; content is the ImagingStudy as served.
create table study (
    id                  text primary key,
    version             int            not null,
    last_updated        timestamptz(3) not null,
    patient_id          text,
    organisations       text[]         not null default '{}',
    content             bytea          not null,

    study_uid           text           not null unique,
    custodian           text           not null,
    status              text           not null default 'available',
    -- matched: patient known; unmatched: nobody known yet; clash: the identifiers contradict each other (seen by nobody)
    match_state         text           not null,
    match_reason        text           not null default '',
    match_checked_at    timestamptz    not null default now(),
    order_id            text,
    nhs_number          text,

    -- as the images say it
    dicom_patient_id    text           not null default '',
    dicom_patient_issuer text          not null default '',
    patient_name        text           not null default '',
    patient_birth_date  date,
    patient_sex         text           not null default '',
    accession_number    text           not null default '',
    accession_issuer    text           not null default '',
    study_date          date,
    study_time          text           not null default '',
    started_at          timestamptz,
    study_id_text       text           not null default '',
    description         text           not null default '',
    referrer            text           not null default '',
    modalities          text[]         not null default '{}',
    body_part           text           not null default '',
    series_count        int            not null default 0,
    instance_count      int            not null default 0,
    -- DICOM JSON members of the study level, without braces
    attributes          bytea          not null
);
create index study_patient on study (patient_id, last_updated desc, id);
create index study_updated on study (last_updated desc, id);
create index study_accession on study (accession_number) where accession_number <> '';
create index study_dicom_patient on study (dicom_patient_id) where dicom_patient_id <> '';
create index study_nhs_number on study (nhs_number) where nhs_number is not null;
create index study_date on study (study_date desc nulls last, id);
create index study_patient_name on study (lower(patient_name) text_pattern_ops);
create index study_started on study (started_at);
create index study_unmatched on study (match_checked_at) where match_state <> 'matched';

create table series (
    study_id        text not null references study (id),
    series_uid      text not null,
    modality        text not null default '',
    series_number   int,
    description     text not null default '',
    body_part       text not null default '',
    performed_date  date,
    performed_time  text not null default '',
    started_at      timestamptz,
    instance_count  int  not null default 0,
    attributes      bytea not null,
    primary key (study_id, series_uid)
);
create index series_uid on series (series_uid);

create table instance (
    sop_uid         text   primary key,
    study_id        text   not null references study (id),
    series_uid      text   not null,
    sop_class       text   not null,
    instance_number int,
    frames          int,
    rows_columns    text   not null default '',
    findings        text[] not null default '{}',
    -- DICOM JSON members of the instance level, and all of the header, both without braces
    attributes      bytea  not null,
    header          bytea  not null,
    foreign key (study_id, series_uid) references series (study_id, series_uid)
);
create index instance_series on instance (study_id, series_uid, instance_number, sop_uid);
create index instance_class on instance (study_id, sop_class);

-- The files of an instance: one per transfer syntax that it was sent in, the first one being the answer by default.
create table rendition (
    sop_uid         text   not null references instance (sop_uid),
    transfer_syntax text   not null,
    seq             bigint generated always as identity,
    bytes           bigint not null,
    sha256          bytea  not null,
    storage_key     text   not null unique,
    received_from   text   not null,
    received_at     timestamptz not null default now(),
    primary key (sop_uid, transfer_syntax)
);

-- Identifiers and modalities of ImagingStudy, for FHIR search.
create table study_identifier (
    resource_id text not null references study (id),
    system      text not null,
    value       text not null,
    primary key (resource_id, system, value)
);
create index study_identifier_value on study_identifier (value, system);

create table study_modality (
    resource_id text not null references study (id),
    system      text not null,
    value       text not null,
    primary key (resource_id, system, value)
);

-- What callers may look at. A study whose identifiers contradict each other is shown to nobody until that is solved.
create view shown_study as
select * from study where match_state <> 'clash';

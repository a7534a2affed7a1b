-- The shared record: entries of all types as they are served, beside typed columns, one part per type. A type more is
-- one more part here and one more line in RecordType.
create table record_entry (
    id                  text           not null,
    resource_type       text           not null,
    version             int            not null,
    last_updated        timestamptz(3) not null,
    patient_id          text           not null,
    patient_nhs_number  text           not null default '',
    recorded_patient_id text           not null,
    organisations       text[]         not null default '{}',
    content             bytea          not null,
    -- ODS code of the organisation that recorded it, and what it knows the entry by
    source              text           not null,
    entry_key           text           not null,
    content_hash        text           not null,
    source_updated_at   timestamptz,
    -- clinical status, or status; verification status
    status              text           not null default '',
    verification        text           not null default '',
    happened_at         timestamptz,
    recorded_at         timestamptz,
    primary key (id, resource_type)
) partition by list (resource_type);
create table record_allergy_intolerance partition of record_entry for values in ('AllergyIntolerance');
create table record_condition partition of record_entry for values in ('Condition');
create table record_medication_request partition of record_entry for values in ('MedicationRequest');
create table record_medication_statement partition of record_entry for values in ('MedicationStatement');
create table record_immunization partition of record_entry for values in ('Immunization');
create table record_procedure partition of record_entry for values in ('Procedure');
create table record_encounter partition of record_entry for values in ('Encounter');
create table record_care_plan partition of record_entry for values in ('CarePlan');

create unique index record_entry_key on record_entry (entry_key, source, resource_type);
create index record_entry_patient on record_entry (patient_id, last_updated desc, id);
create index record_entry_recent on record_entry (last_updated desc, id);
create index record_entry_happened on record_entry
    (patient_id, (coalesce(happened_at, '0001-01-01T00:00:00Z'::timestamptz)) desc, id desc);
create index record_entry_happened_at on record_entry
    ((coalesce(happened_at, '0001-01-01T00:00:00Z'::timestamptz)) desc, id desc);
create index record_entry_recorded_at on record_entry
    ((coalesce(recorded_at, '0001-01-01T00:00:00Z'::timestamptz)) desc, id desc);
create index record_entry_nhs_number on record_entry (patient_nhs_number) where patient_nhs_number <> '';
create index record_entry_recorded on record_entry (recorded_patient_id, patient_id);

create table record_code (resource_id text not null, system text not null, value text not null,
    primary key (resource_id, system, value));
create index record_code_value on record_code (value, system, resource_id);
create table record_identifier (resource_id text not null, system text not null, value text not null,
    primary key (resource_id, system, value));
create index record_identifier_value on record_identifier (value, system, resource_id);

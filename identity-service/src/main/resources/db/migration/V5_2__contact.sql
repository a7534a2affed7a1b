-- How a patient wants to be reached. A change is a row of its own: who said what when stays to be seen.
create table contact_preference (
    patient_id   text        not null references patient (id),
    version      int         not null,
    recorded_at  timestamptz(3) not null,
    -- FHIR reference of the person or system, and its organisation (ODS code)
    recorded_by  text        not null,
    organisation text        not null,
    -- patient: told by the patient themself; staff: told by others for them
    told_by      text        not null check (told_by in ('patient', 'staff')),
    channel      text        not null,
    language     text        not null,
    interpreter  boolean,
    formats      text[]      not null,
    -- channels of messages with consent, and those where it was refused
    permitted    text[]      not null,
    refused      text[]      not null,
    primary key (patient_id, version)
);

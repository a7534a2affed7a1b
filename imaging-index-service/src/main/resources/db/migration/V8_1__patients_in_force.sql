-- What a study was recorded under stays; patient_id is the patient in force, which a merge or an unmerge changes.
create table patient_standing (
    recorded_patient_id text primary key,
    patient_id          text    not null,
    nhs_number          text    not null default '',
    version             bigint  not null,
    -- whether rows are still to be given to patient_id
    is_moving           boolean not null
);
create index patient_standing_moving on patient_standing (recorded_patient_id) where is_moving;

alter table study add column recorded_patient_id text not null default '';
update study set recorded_patient_id = coalesce(patient_id, '');
create index study_recorded on study (recorded_patient_id, patient_id);

-- What a row was recorded under stays; patient_id is the patient in force, which a merge or an unmerge changes.
create table patient_standing (
    recorded_patient_id text primary key,
    patient_id          text    not null,
    nhs_number          text    not null default '',
    version             bigint  not null,
    -- whether rows are still to be given to patient_id
    is_moving           boolean not null
);
create index patient_standing_moving on patient_standing (recorded_patient_id) where is_moving;

alter table diagnostic_report add column recorded_patient_id text not null default '';
update diagnostic_report set recorded_patient_id = patient_id;
create index diagnostic_report_recorded on diagnostic_report (recorded_patient_id, patient_id);

alter table observation add column recorded_patient_id text not null default '';
update observation set recorded_patient_id = patient_id;
create index observation_recorded on observation (recorded_patient_id, patient_id);

alter table specimen add column recorded_patient_id text not null default '';
update specimen set recorded_patient_id = patient_id;
create index specimen_recorded on specimen (recorded_patient_id, patient_id);

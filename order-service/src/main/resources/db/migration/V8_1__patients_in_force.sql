-- What a request was recorded under stays; patient_id is the patient in force, which a merge or an unmerge changes. Its
-- tasks go with it.
create table patient_standing (
    recorded_patient_id text primary key,
    patient_id          text    not null,
    nhs_number          text    not null default '',
    version             bigint  not null,
    -- whether rows are still to be given to patient_id
    is_moving           boolean not null
);
create index patient_standing_moving on patient_standing (recorded_patient_id) where is_moving;

alter table service_request add column recorded_patient_id text not null default '';
alter table service_request disable trigger service_request_version;
update service_request set recorded_patient_id = patient_id;
alter table service_request enable trigger service_request_version;
create index service_request_recorded on service_request (recorded_patient_id, patient_id);

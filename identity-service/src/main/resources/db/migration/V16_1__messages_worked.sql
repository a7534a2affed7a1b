-- For whom a message was worked: a message in doubt is not worked after a later one of its sender about the same patient.
alter table received_message add column patient_id text;
create index received_message_patient on received_message (patient_id, sender, received_at) where patient_id is not null;

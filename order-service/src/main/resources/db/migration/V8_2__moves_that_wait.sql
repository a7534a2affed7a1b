-- A record whose rows cannot be moved is tried again later and later, and holds up no other.
alter table patient_standing
    add column move_attempts int         not null default 0,
    add column move_after    timestamptz not null default '-infinity';
drop index patient_standing_moving;
create index patient_standing_moving on patient_standing (move_after, recorded_patient_id) where is_moving;

-- What the source of a record's first word is to the patient. Its rank follows from demographic_trust, group by group, as
-- soon as a second source speaks. said_rank is read no more; it stays for services of the version before.
alter table patient
    add column said_kind text not null default 'own' check (said_kind in ('national', 'own', 'other'));
update patient set said_kind = case when said_rank <= 1 then 'national' else 'other' end where said_rank <> 2;

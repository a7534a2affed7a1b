-- Why an organisation, or one person, may see a patient's record: facts with their source and time.
-- A row that has ended stays; one that opens again under the same source gives its old name away.
create table access_ground (
    id                  bigint generated always as identity primary key,
    -- the record that it was told about; for whom it counts after a merge stands in patient.patient_id
    recorded_patient_id text        not null,
    -- registered-practice, admission, performer, requester, reporting-pool, registration, proxy, break-glass
    ground              text        not null,
    -- ODS code, facility:<code>, or empty where the ground is a person's alone
    organisation        text        not null,
    -- FHIR reference of the one person that it holds for; empty for all of the organisation
    person              text        not null default '',
    source              text        not null,
    since               timestamptz not null,
    until               timestamptz,
    recorded_at         timestamptz not null default now(),
    unique (recorded_patient_id, organisation, ground, person, source)
);
create index access_ground_person on access_ground (person, recorded_patient_id) where person <> '';
create index access_ground_source on access_ground (source);

-- What the first release knew: an order made a relationship for both sides, of which a month is left to finish; whoever
-- sent a registration keeps the patient's own record and nothing more.
insert into access_ground (recorded_patient_id, ground, organisation, source, since, until)
select patient_id, case ground when 'order' then 'performer' else 'registration' end, organisation,
       'release-0:' || ground, since,
       case ground when 'order' then coalesce(until, now() + interval '30 days') else until end
from relationship;
drop table relationship;

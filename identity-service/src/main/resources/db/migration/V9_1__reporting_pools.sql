-- Who reads and reports for an organisation, and what it gave them. The grounds that follow stand in access_ground under
-- the source pool:<pool>/<type>/<id>.
create table reporting_pool (
    id           uuid        primary key,
    -- ODS code of whoever made it, and alone changes it
    organisation text        not null,
    name         text        not null,
    created_by   text        not null,
    created_at   timestamptz not null,
    unique (organisation, name)
);

create table reporting_pool_member (
    pool_id      uuid        not null references reporting_pool (id),
    organisation text        not null,
    -- FHIR reference of one person who works there; empty for the whole organisation
    person       text        not null default '',
    added_by     text        not null,
    since        timestamptz not null,
    until        timestamptz
);
create unique index reporting_pool_member_now on reporting_pool_member (pool_id, organisation, person)
    where until is null;

create table reporting_assignment (
    id          uuid        primary key,
    pool_id     uuid        not null references reporting_pool (id),
    -- ServiceRequest or ImagingStudy
    focus_type  text        not null,
    focus_id    text        not null,
    -- the record that it was given under
    patient_id  text        not null,
    assigned_by text        not null,
    since       timestamptz not null,
    until       timestamptz not null
);
create unique index reporting_assignment_focus on reporting_assignment (pool_id, focus_type, focus_id);
create index reporting_assignment_page on reporting_assignment (pool_id, since, id);

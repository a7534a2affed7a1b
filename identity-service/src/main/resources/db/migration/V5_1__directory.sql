-- Places and people of the directory (Organization, Location, HealthcareService, Endpoint, Practitioner,
-- PractitionerRole), as they are served. patient_id and organisations stay empty: no patient is named here.
create table directory_resource (
    resource_type text        not null,
    id            text        not null,
    version       int         not null,
    last_updated  timestamptz(3) not null,
    patient_id    text,
    organisations text[]      not null default '{}',
    content       bytea       not null,
    -- who keeps it: region (bootstrap file), operator (PUT), ods (load of published files)
    source        text        not null check (source in ('region', 'operator', 'ods')),
    -- SHA-256 of the content without version and time: the same again is not written
    fingerprint   text        not null,
    status        text        not null,
    part_of       text,
    organization  text,
    practitioner  text,
    primary key (resource_type, id)
);
create index directory_resource_changes on directory_resource (resource_type, last_updated desc, id desc);
create index directory_resource_status on directory_resource (resource_type, status, last_updated desc, id desc);
create index directory_resource_part_of on directory_resource (resource_type, part_of) where part_of is not null;
create index directory_resource_organization on directory_resource (resource_type, organization)
    where organization is not null;
create index directory_resource_practitioner on directory_resource (resource_type, practitioner)
    where practitioner is not null;

-- What a resource is found by, many per resource: identifiers, names, types. Texts in lower case, system empty.
create table directory_key (
    resource_type text not null,
    resource_id   text not null,
    parameter     text not null,
    system        text not null,
    value         text not null
);
create index directory_key_value on directory_key (resource_type, parameter, value text_pattern_ops, system);
create index directory_key_resource on directory_key (resource_type, resource_id);

-- Versions that were replaced.
create table directory_history (
    resource_type text not null,
    id            text not null,
    version       int  not null,
    last_updated  timestamptz(3) not null,
    content       bytea not null,
    primary key (resource_type, id, version)
);

-- What the published files say of a code, one row per file layout: the directory entry is put together from these, so
-- that two files which name the same organisation do not overwrite one another.
create table ods_row (
    code       text        not null,
    layout     text        not null,
    -- tells several rows of one code in one layout apart: the successor
    part       text        not null,
    attributes jsonb       not null,
    loaded_at  timestamptz not null,
    primary key (code, layout, part)
);

insert into directory_resource (resource_type, id, version, last_updated, content, source, fingerprint, status)
select 'Organization', id, version, last_updated, content, 'region', '', 'true' from organisation;
insert into directory_key (resource_type, resource_id, parameter, system, value)
select 'Organization', id, 'identifier', 'https://fhir.nhs.uk/Id/ods-organization-code', ods_code from organisation
union all
select 'Organization', id, 'name', '', name from organisation;

-- What stays is who takes part in the region: clients and messages name them by code. The name was kept for searching,
-- in lower case; now it is the name.
update organisation set name = convert_from(content, 'UTF8')::json ->> 'name';
drop index organisation_name;
drop index organisation_last_updated;
alter table organisation
    drop column id,
    drop column version,
    drop column last_updated,
    drop column patient_id,
    drop column organisations,
    drop column content,
    add primary key (ods_code);

-- Tests that can be ordered: ActivityDefinitions as they are served. patient_id and organisations stay empty: no patient
-- is named here.
create table catalogue_test (
    id            text primary key,
    version       int            not null,
    last_updated  timestamptz(3) not null,
    patient_id    text           not null default '',
    organisations text[]         not null default '{}',
    content       bytea          not null,
    status        text           not null,
    category      text           not null,
    -- lower case
    title         text           not null,
    -- who keeps it: file (read at start), operator (PUT); a file never overwrites what an operator has changed
    source        text           not null check (source in ('file', 'operator')),
    -- SHA-256 of the content without version and time: the same again is not written
    fingerprint   text           not null
);
create index catalogue_test_recent on catalogue_test (last_updated desc, id);
create index catalogue_test_status on catalogue_test (status, last_updated desc);
create index catalogue_test_category on catalogue_test (category, last_updated desc);
create index catalogue_test_title on catalogue_test (title text_pattern_ops);

create table catalogue_test_code (
    resource_id text not null references catalogue_test,
    system      text not null,
    value       text not null,
    primary key (value, system, resource_id)
);
create index catalogue_test_code_resource on catalogue_test_code (resource_id);

-- What an organisation calls a test: one code means one test.
create table catalogue_local_code (
    organisation text not null,
    system       text not null,
    code         text not null,
    resource_id  text not null references catalogue_test,
    primary key (organisation, system, code)
);
create index catalogue_local_code_resource on catalogue_local_code (resource_id);

-- Every version for ever.
create table catalogue_test_history (
    id           text           not null,
    version      int            not null,
    last_updated timestamptz(3) not null,
    content      bytea          not null,
    primary key (id, version)
);

-- The envelope of several requests that were placed together; its members are told by their own rows.
create table request_group (
    id                 text primary key,
    version            int            not null,
    last_updated       timestamptz(3) not null,
    patient_id         text           not null default '',
    organisations      text[]         not null default '{}',
    content            bytea          not null,
    content_digest     text           not null,
    nhs_number         text,
    status             text           not null,
    requester          text           not null default '',
    requisition_system text           not null,
    requisition        text           not null,
    authored_on        timestamptz(3) not null
);
create index request_group_patient on request_group (patient_id, last_updated desc, id);
create index request_group_nhs_number on request_group (nhs_number, last_updated desc) where nhs_number is not null;
create index request_group_recent on request_group (last_updated desc, id);
create index request_group_status on request_group (status, last_updated desc);
create index request_group_requester on request_group (requester, last_updated desc);
create index request_group_authored on request_group (authored_on desc);
create unique index request_group_requisition on request_group (requisition, requisition_system);

create table request_group_identifier (
    resource_id text not null references request_group,
    system      text not null,
    value       text not null,
    primary key (value, system, resource_id)
);
create index request_group_identifier_resource on request_group_identifier (resource_id);

create table request_group_member (
    request_id text primary key references service_request,
    group_id   text not null references request_group
);
create index request_group_member_group on request_group_member (group_id);

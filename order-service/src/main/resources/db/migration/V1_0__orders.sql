-- What is asked for. One row a request; content is the FHIR JSON as it is served, the other columns are its index.
create table service_request (
    id                text primary key,
    version           int            not null,
    last_updated      timestamptz(3) not null,
    patient_id        text           not null default '',
    organisations     text[]         not null default '{}',
    content           bytea          not null,
    content_digest    text           not null,
    nhs_number        text,
    status            text           not null,
    category          text           not null,
    code_system       text           not null default '',
    code              text           not null,
    priority          text           not null,
    authored_on       timestamptz(3) not null,
    requester         text           not null default '',
    performer         text           not null default '',
    requisition_system text,
    requisition       text,
    placer_system     text           not null,
    placer_number     text           not null,
    filler_number     text,
    accession_number  text
);

create index service_request_patient on service_request (patient_id, last_updated desc, id);
create index service_request_nhs_number on service_request (nhs_number, last_updated desc) where nhs_number is not null;
create index service_request_recent on service_request (last_updated desc, id);
create index service_request_status on service_request (status, last_updated desc);
create index service_request_by_category on service_request (category, last_updated desc);
create index service_request_priority on service_request (priority, last_updated desc);
create index service_request_authored on service_request (authored_on desc);
create index service_request_requester on service_request (requester, last_updated desc);
create index service_request_performer on service_request (performer, last_updated desc);
create index service_request_requisition on service_request (requisition) where requisition is not null;
create index service_request_filler on service_request (filler_number) where filler_number is not null;
create index service_request_placer on service_request (placer_number);
-- One number names one test of one assigner; two tests of one HL7 order group may share a number.
create unique index service_request_order_key on service_request (placer_system, placer_number, code_system, code);
create unique index service_request_accession on service_request (accession_number) where accession_number is not null;

create table service_request_identifier (
    resource_id text not null references service_request,
    system      text not null,
    value       text not null,
    primary key (value, system, resource_id)
);
create index service_request_identifier_resource on service_request_identifier (resource_id);

create table service_request_code (
    resource_id text not null references service_request,
    system      text not null,
    value       text not null,
    primary key (value, system, resource_id)
);
create index service_request_code_resource on service_request_code (resource_id);

-- Both code systems by which people ask for a category; kept once, as LAB or RAD.
create view service_request_category as
select id as resource_id, 'http://terminology.hl7.org/CodeSystem/v2-0074'::text as system, category as value
  from service_request
union all
select id, 'http://snomed.info/sct'::text, case category when 'LAB' then '108252007' else '363679005' end
  from service_request;

-- Every version for ever: vread, history, and what was changed when.
create table service_request_history (
    id           text           not null,
    version      int            not null,
    last_updated timestamptz(3) not null,
    content      bytea          not null,
    primary key (id, version)
);

create function keep_service_request_version() returns trigger language plpgsql as $$
begin
    insert into service_request_history (id, version, last_updated, content)
    values (new.id, new.version, new.last_updated, new.content);
    return new;
end $$;

create trigger service_request_version after insert or update on service_request
    for each row execute function keep_service_request_version();

-- Fulfilment of a request: at most one open at a time.
create table task (
    id              text primary key,
    version         int            not null,
    last_updated    timestamptz(3) not null,
    patient_id      text           not null default '',
    organisations   text[]         not null default '{}',
    content         bytea          not null,
    focus_id        text           not null references service_request,
    nhs_number      text,
    status          text           not null,
    business_status text           not null default '',
    owner           text           not null default '',
    requester       text           not null default '',
    identifier_system text,
    identifier      text,
    authored_on     timestamptz(3) not null
);

create index task_patient on task (patient_id, last_updated desc, id);
create index task_nhs_number on task (nhs_number, last_updated desc) where nhs_number is not null;
create index task_recent on task (last_updated desc, id);
create index task_focus on task (focus_id);
create index task_status on task (status, last_updated desc);
create index task_owner on task (owner, last_updated desc);
create index task_identifier on task (identifier) where identifier is not null;
create index task_authored on task (authored_on desc);
create unique index task_open on task (focus_id) where status in ('requested', 'accepted', 'in-progress');

-- Accession and generated placer numbers, unique in the region.
create sequence order_number;

-- Every HL7 v2 message as it came, refused ones too.
create table received_message (
    id          text primary key,
    sender      text        not null,
    type        text        not null,
    control_id  text        not null,
    received_at timestamptz not null,
    raw         bytea       not null,
    outcome     text        not null
);
create index received_message_sender on received_message (sender, received_at desc);

-- Work queue: accepted, but nobody knows (yet) for which patient, or by which number.
create table unmatched_order (
    id          text primary key,
    order_id    text references service_request,
    message_id  text        not null references received_message,
    sender      text        not null,
    organisation text       not null default '',
    reason      text        not null,
    nhs_number  text,
    identifiers text        not null default '[]',
    birth_date  text        not null default '',
    received_at timestamptz not null,
    tried_at    timestamptz not null,
    settled_at  timestamptz
);
create index unmatched_order_waiting on unmatched_order (tried_at) where settled_at is null;
create index unmatched_order_nhs_number on unmatched_order (nhs_number) where settled_at is null;
create index unmatched_order_order on unmatched_order (order_id) where settled_at is null;

-- What a request names: the requests that it adds to or replaces, and its specimens, by id or by number.
create table service_request_reference (
    resource_id text not null references service_request,
    name        text not null,
    system      text not null default '',
    value       text not null,
    primary key (name, value, system, resource_id)
);
create index service_request_reference_resource on service_request_reference (resource_id);

create view service_request_based_on as
select resource_id, value from service_request_reference where name = 'based-on';
create view service_request_replaces as
select resource_id, value from service_request_reference where name = 'replaces';
create view service_request_specimen as
select resource_id, value from service_request_reference where name = 'specimen';
create view service_request_specimen_number as
select resource_id, system, value from service_request_reference where name = 'specimen:identifier';

insert into service_request_reference (resource_id, name, value)
select distinct r.id, e.name, regexp_replace(e.target ->> 'reference', '^.*/', '')
from service_request r
cross join lateral (
    select 'based-on' as name, jsonb_array_elements(convert_from(r.content, 'UTF8')::jsonb -> 'basedOn') as target
    union all
    select 'replaces', jsonb_array_elements(convert_from(r.content, 'UTF8')::jsonb -> 'replaces')
    union all
    select 'specimen', jsonb_array_elements(convert_from(r.content, 'UTF8')::jsonb -> 'specimen')) e
where e.target ->> 'reference' ~ '^(.*/)?(ServiceRequest|Specimen)/[^/]+$';

insert into service_request_reference (resource_id, name, system, value)
select distinct r.id, 'specimen:identifier', coalesce(e.target -> 'identifier' ->> 'system', ''),
    e.target -> 'identifier' ->> 'value'
from service_request r
cross join lateral (
    select jsonb_array_elements(convert_from(r.content, 'UTF8')::jsonb -> 'specimen') as target) e
where e.target -> 'identifier' ->> 'value' is not null;

-- Work that is on hold is open still; where it stood before, it goes on.
alter table task add column held_status text not null default '';
drop index task_open;
create unique index task_open on task (focus_id)
    where status in ('requested', 'accepted', 'in-progress', 'on-hold');

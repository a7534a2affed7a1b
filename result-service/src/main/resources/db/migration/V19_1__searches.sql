-- Pages are sorted by the date too: what has none comes as the oldest. The same indexes serve its conditions.
drop index observation_effective;
drop index observation_effective_at;
drop index diagnostic_report_effective;
drop index diagnostic_report_effective_at;
create index observation_effective on observation
    (patient_id, (coalesce(effective_at, '0001-01-01T00:00:00Z'::timestamptz)) desc, id desc);
create index observation_effective_at on observation
    ((coalesce(effective_at, '0001-01-01T00:00:00Z'::timestamptz)) desc, id desc);
create index diagnostic_report_effective on diagnostic_report
    (patient_id, (coalesce(effective_at, '0001-01-01T00:00:00Z'::timestamptz)) desc, id desc);
create index diagnostic_report_effective_at on diagnostic_report
    ((coalesce(effective_at, '0001-01-01T00:00:00Z'::timestamptz)) desc, id desc);
create index diagnostic_report_by_issued on diagnostic_report
    ((coalesce(issued_at, '0001-01-01T00:00:00Z'::timestamptz)) desc, id desc);

-- Values inside an Observation, such as the two of a blood pressure: code by code, as they were measured.
create table observation_component (
    resource_id  text    not null,
    system       text    not null,
    value        text    not null,
    value_number numeric not null,
    value_unit   text    not null
);
create index observation_component_resource on observation_component (resource_id);
create index observation_component_value on observation_component (value, system, value_number);
insert into observation_component (resource_id, system, value, value_number, value_unit)
select o.id, left(coalesce(coding ->> 'system', ''), 300), left(coding ->> 'code', 300),
    (component -> 'valueQuantity' ->> 'value')::numeric, left(coalesce(component -> 'valueQuantity' ->> 'code', ''), 500)
from (select id, convert_from(content, 'UTF8')::jsonb as json from observation
        where position('"component"'::bytea in content) > 0) o,
    jsonb_path_query(o.json, '$.component[*]') as component,
    jsonb_path_query(component, '$.code.coding[*]') as coding
where jsonb_typeof(component -> 'valueQuantity' -> 'value') = 'number' and coding ->> 'code' is not null;

-- What V14_1 took in from the record had no labels: the patient of a labelled report must not be told that it waits.
with found as materialized (
    select r.id, array(
        select distinct part
        from jsonb_path_query(convert_from(r.content, 'UTF8')::jsonb, '$.meta.security[*].code') as label,
            unnest(string_to_array(label #>> '{}', ',')) as part
        where btrim(part) <> '' order by part) as labels
    from follow_up f join diagnostic_report r on r.id = f.report_id
    where f.labels = '{}' and position('"security"'::bytea in r.content) > 0)
update follow_up f set labels = found.labels from found where f.report_id = found.id and found.labels <> '{}';

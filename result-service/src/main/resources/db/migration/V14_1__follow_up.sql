-- How far each report is on its way to somebody who acts on it: one row a report, about its current version. Patient
-- and organisations are those of the report, and are read from there.
create table follow_up (
    report_id          text primary key,
    version            int         not null,
    -- counts the changes of this row: Task.meta.versionId
    revision           int         not null default 1,
    content_hash       text        not null,
    labels             text[]      not null default '{}',
    state              text        not null,
    state_at           timestamptz not null,
    state_by           text        not null,
    state_organisation text        not null,
    outcome            text        not null default '',
    outcome_reference  text        not null default '',
    outcome_note       text        not null default '',
    -- 0 critical, 1 urgent, 2 routine
    urgency            smallint    not null,
    -- whether age and sex were looked at; until then the stricter reading holds
    is_graded          boolean     not null default true,
    organisation       text        not null,
    owner              text        not null default '',
    offered_to         text        not null default '',
    is_addressed       boolean     not null,
    -- who knows that it waits: 0 owner, 1 team, 2 service lead, 3 patient
    level              smallint    not null default 0,
    -- when the next step is due, by the clock of the database; none once it is acted on
    due_at             timestamptz,
    -- when this version began to be followed
    began_at           timestamptz not null
);
-- What the timer reads: one range from the left.
create index follow_up_due on follow_up (due_at) where due_at is not null;
create index follow_up_team on follow_up (organisation, urgency, began_at, report_id) where state <> 'acted';
create index follow_up_owner on follow_up (owner, urgency, began_at, report_id) where state <> 'acted' and owner <> '';
create index follow_up_overdue on follow_up (organisation, urgency, began_at, report_id)
    where state <> 'acted' and level > 0;
create index follow_up_offered on follow_up (offered_to, urgency, began_at, report_id)
    where state <> 'acted' and offered_to <> '';
create index follow_up_ungraded on follow_up (report_id) where not is_graded;

-- Each step that was made, for ever.
create table follow_up_step (
    id           bigint generated always as identity primary key,
    report_id    text        not null,
    version      int         not null,
    kind         text        not null,
    at           timestamptz not null,
    actor        text        not null,
    organisation text        not null,
    detail       text        not null default ''
);
create index follow_up_step_report on follow_up_step (report_id, id);

create function refuse_change() returns trigger language plpgsql as
$$ begin raise exception 'a step that was made is never changed'; end $$;
create trigger follow_up_step_stays before update or delete or truncate on follow_up_step
    for each statement execute function refuse_change();

-- Who rang whom about which version, and whether the result was read back.
create table follow_up_call (
    id           bigint generated always as identity primary key,
    report_id    text        not null,
    version      int         not null,
    at           timestamptz not null,
    caller       text        not null,
    organisation text        not null,
    spoken_to    text        not null,
    is_read_back boolean     not null,
    note         text        not null default ''
);
create index follow_up_call_report on follow_up_call (report_id, id);
create trigger follow_up_call_stays before update or delete or truncate on follow_up_call
    for each statement execute function refuse_change();

-- Who stands in for whom, and when.
create table follow_up_cover (
    id           uuid primary key,
    organisation text        not null,
    absent       text        not null,
    covering     text        not null,
    begins_at    timestamptz not null,
    ends_at      timestamptz not null,
    recorded_by  text        not null,
    recorded_at  timestamptz not null default now()
);
create index follow_up_cover_absent on follow_up_cover (organisation, absent, ends_at);
create index follow_up_cover_covering on follow_up_cover (organisation, covering, ends_at);

-- What is on record already and nobody has acknowledged is routine from now on. What was acknowledged before stays so.
insert into follow_up (report_id, version, content_hash, state, state_at, state_by, state_organisation, urgency,
    organisation, is_addressed, due_at, began_at)
select r.id, r.version, r.content_hash, 'addressed', r.last_updated, 'Device/result-service', '', 2,
    coalesce((select o from unnest(r.organisations) o where o <> r.performer order by o limit 1), r.performer),
    exists (select 1 from unnest(r.organisations) o where o <> r.performer), now() + interval '7 days', r.last_updated
from diagnostic_report r
where r.last_updated > now() - interval '1 year' and not exists (
    select 1 from report_acknowledgement a where a.report_id = r.id and a.version = r.version);

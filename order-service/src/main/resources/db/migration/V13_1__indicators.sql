-- When a request came to its end and when a task was taken on: indicators count by these. Set here, whoever moves it.
alter table service_request add column ended_at timestamptz(3);
alter table task add column accepted_at timestamptz(3);

alter table service_request disable trigger service_request_version;
update service_request set ended_at = last_updated where status in ('revoked', 'completed');
alter table service_request enable trigger service_request_version;

create function note_service_request_end() returns trigger language plpgsql as $$
begin
    new.ended_at := case when new.status in ('revoked', 'completed') then new.last_updated end;
    return new;
end $$;
create trigger service_request_moved before update on service_request
    for each row when (new.status is distinct from old.status) execute function note_service_request_end();
create trigger service_request_came_ended before insert on service_request
    for each row when (new.status in ('revoked', 'completed')) execute function note_service_request_end();

create function note_task_acceptance() returns trigger language plpgsql as $$
begin
    new.accepted_at := new.last_updated;
    return new;
end $$;
create trigger task_taken_on before update on task
    for each row when (old.accepted_at is null and new.status in ('accepted', 'in-progress', 'completed')
        and old.status not in ('accepted', 'in-progress', 'completed'))
    execute function note_task_acceptance();

create index service_request_ended on service_request (ended_at) include (requester, status, authored_on)
    where ended_at is not null;
-- The same order as before, with what is counted by: an index alone answers.
drop index service_request_authored;
create index service_request_authored on service_request (authored_on desc) include (requester, status, code_system, code);
drop index task_authored;
create index task_authored on task (authored_on desc) include (requester, accepted_at);

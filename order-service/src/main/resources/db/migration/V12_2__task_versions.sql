-- Every version of a Task: when a sample came, or a performer answered, is told from here.
create table task_history (
    id           text           not null,
    version      int            not null,
    focus_id     text           not null,
    last_updated timestamptz(3) not null,
    content      bytea          not null,
    primary key (id, version)
);
create index task_history_focus on task_history (focus_id);

create function keep_task_version() returns trigger language plpgsql as $$
begin
    insert into task_history (id, version, focus_id, last_updated, content)
    values (new.id, new.version, new.focus_id, new.last_updated, new.content);
    return new;
end $$;

create trigger task_version after insert or update on task
    for each row execute function keep_task_version();

insert into task_history (id, version, focus_id, last_updated, content)
select id, version, focus_id, last_updated, content from task;

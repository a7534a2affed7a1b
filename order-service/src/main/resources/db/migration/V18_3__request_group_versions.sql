-- Every version of an order set's envelope.
create table request_group_history (
    id           text           not null,
    version      int            not null,
    last_updated timestamptz(3) not null,
    content      bytea          not null,
    primary key (id, version)
);

create function keep_request_group_version() returns trigger language plpgsql as $$
begin
    insert into request_group_history (id, version, last_updated, content)
    values (new.id, new.version, new.last_updated, new.content);
    return new;
end $$;

create trigger request_group_version after insert or update on request_group
    for each row execute function keep_request_group_version();

-- Versions of before were not kept; the present one is the first that is.
insert into request_group_history (id, version, last_updated, content)
select id, version, last_updated, content from request_group;

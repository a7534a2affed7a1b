-- Who sends results, and how much by the hour: what is usual of a sender is read from here.
create table feed (
    sender       text primary key,
    organisation text        not null,
    code_system  text        not null,
    first_at     timestamptz not null,
    last_at      timestamptz not null,
    silent_since timestamptz
);
create table feed_hour (
    sender        text        not null,
    hour          timestamptz not null,
    received      bigint      not null,
    rejected      bigint      not null,
    delay_seconds bigint      not null,
    delays        bigint      not null,
    primary key (sender, hour)
);
create index feed_hour_hour on feed_hour (hour);

-- When a message that was refused was taken anew, and what became of it.
alter table received_message
    add column replayed_at timestamptz,
    add column replay_outcome text;
create index received_message_refused on received_message (received_at, id) where outcome <> 'AA';

-- Events that are committed but not yet in Kafka. Rows live for milliseconds; the order of seq is the order of sending.
create table outbox (
    seq        bigint generated always as identity primary key,
    id         uuid        not null,
    topic      text        not null,
    key        text,
    payload    bytea       not null,
    created_at timestamptz not null default now()
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, fillfactor = 100);

-- What has had its effect already: events by id, HL7 messages by sender and control id, calls by client and request id.
create table inbox (
    source      text        not null,
    message_id  text        not null,
    received_at timestamptz not null default now(),
    answer      text,
    primary key (source, message_id)
);

create index inbox_received_at on inbox using brin (received_at);

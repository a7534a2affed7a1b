-- Who wants to be told of what, and how. The secrets (headers, key) are never served again.
create table subscription (
    id                text primary key,
    version           int            not null,
    last_updated      timestamptz(3) not null,
    -- Whose it is, as the token said that made it: by these each event is decided.
    client_id         text           not null,
    organisation      text           not null,
    role              text           not null,
    purpose           text           not null,
    scopes            text           not null,
    -- As it is served, without header values; its status is the column.
    content           bytea          not null,
    status            text           not null check (status in ('requested', 'active', 'error', 'off')),
    topic             text           not null,
    endpoint          text           not null,
    headers           text[]         not null,
    secret            bytea          not null,
    payload           text           not null check (payload in ('empty', 'id-only', 'full-resource')),
    heartbeat_seconds int            not null,
    timeout_seconds   int            not null,
    max_count         int            not null,
    ends_at           timestamptz,
    -- Filters; an empty list lets everything through.
    patients          text[]         not null,
    categories        text[]         not null,
    codes             text[]         not null,
    performers        text[]         not null,
    requesters        text[]         not null,
    -- Whether it ever had a filter that says what a report is about.
    told_apart        boolean        not null default false,
    -- The number of the last event that was told, and how many were not the subscriber's to know.
    events            bigint         not null default 0,
    withheld          bigint         not null default 0,
    -- Events are kept from the first handshake on; another one is due after each change.
    started_at        timestamptz,
    handshake_due     boolean        not null default true,
    failures          int            not null default 0,
    cause             text           not null default '',
    -- Proves who works on it; not before due_at, which is the end of the lease meanwhile.
    lease             bigint         not null default 0,
    due_at            timestamptz    not null default now(),
    heartbeat_at      timestamptz    not null default 'infinity'
);
create index subscription_client on subscription (client_id, organisation, last_updated desc, id);
create index subscription_due on subscription (due_at) where status <> 'off';
create index subscription_topic on subscription (topic) where status <> 'off';

-- What is to be told, has been, or is refused by its receiver. Ids only: what is sent is read when it is sent.
create table subscription_event (
    seq             bigint generated always as identity primary key,
    subscription_id text        not null references subscription on delete cascade,
    event_id        text        not null,
    report_id       text        not null,
    occurred_at     timestamptz not null,
    -- Given when it is first told, so that what is withheld leaves no gap.
    number          bigint,
    state           text        not null default 'waiting' check (state in ('waiting', 'sent', 'dead')),
    attempts        int         not null default 0,
    cause           text        not null default '',
    created_at      timestamptz not null default now(),
    settled_at      timestamptz,
    unique (subscription_id, event_id)
);
create index subscription_event_waiting on subscription_event (subscription_id, seq) where state = 'waiting';
create index subscription_event_number on subscription_event (subscription_id, number) where number is not null;
create index subscription_event_settled on subscription_event (settled_at) where state = 'sent';
create index subscription_event_dead on subscription_event (subscription_id, seq) where state = 'dead';

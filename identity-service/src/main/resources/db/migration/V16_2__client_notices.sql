-- What the people behind a client should hear of: changed keys, switched off, assertions that were refused. One row for each
-- day and kind: a flood of attempts makes no flood of rows.
create table client_notice (
    client_id text        not null references client (client_id),
    day       date        not null,
    kind      text        not null,
    detail    text        not null default '',
    first_at  timestamptz not null,
    last_at   timestamptz not null,
    times     int         not null,
    primary key (client_id, day, kind, detail)
);

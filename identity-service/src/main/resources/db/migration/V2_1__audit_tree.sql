-- The audit log becomes a Merkle tree (RFC 9162). An entry is `content`, byte for byte as it is served; every other
-- column says again what the entry says, so that it can be searched, and is compared with it when the log is verified.
-- prev_hash and hash are those of the hash chain that came before: checked once and emptied when the service takes the
-- old entries over.
alter table audit_event
    alter column prev_hash drop not null,
    alter column hash drop not null,
    add column leaf_hash     bytea,
    add column reason        text not null default '',
    add column agent         text not null default '',
    add column agent_name    text not null default '',
    add column role          text not null default '',
    add column purpose       text not null default '',
    add column resource_type text not null default '',
    add column request_id    text not null default '';
create index audit_event_agent on audit_event (agent, last_updated desc, id) where agent <> '';
create index audit_event_refused on audit_event (last_updated desc, id) where outcome <> '0';
create index audit_event_break_glass on audit_event (recorded) where purpose = 'break-glass' or reason = 'break-glass';

-- Roots of complete subtrees of 256, 65,536, ... entries: a proof reads hundreds of hashes, not millions.
create table audit_tile (
    level int    not null,
    index bigint not null,
    hash  bytea  not null,
    primary key (level, index)
);

-- Where the log ends. frontier: the roots of its complete subtrees, largest first. signed_head: size, time and root as
-- a JWS by the region's key; what is not signed is never built upon.
create table audit_log (
    one         int primary key check (one = 1),
    size        bigint not null,
    root        bytea  not null,
    frontier    bytea  not null,
    signed_head text   not null
);
insert into audit_log (one, size, root, frontier, signed_head) values (1, 0, sha256(''), '', '');

-- Ends of other regions' logs as they told them: kept here, where those who keep the log there cannot reach.
create table witnessed_head (
    region     text        not null,
    size       bigint      not null,
    root       bytea       not null,
    signed_at  timestamptz not null,
    signed     text        not null,
    first_seen timestamptz not null,
    last_seen  timestamptz not null,
    primary key (region, size, root)
);

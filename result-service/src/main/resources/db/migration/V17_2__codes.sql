-- What the local codes of senders mean. system is the sender's, such as urn:meridian:rx902:codes.
create table code_map (
    system        text        not null,
    code          text        not null,
    target_system text        not null,
    target_code   text        not null,
    display       text        not null default '',
    changed_by    text        not null,
    changed_at    timestamptz not null default now(),
    primary key (system, code, target_system)
);

-- Local codes that came and mean nothing yet, and how often.
create table unmapped_code (
    system     text        not null,
    code       text        not null,
    element    text        not null,
    display    text        not null default '',
    seen       bigint      not null,
    first_seen timestamptz not null,
    last_seen  timestamptz not null,
    primary key (system, code, element)
);
create index unmapped_code_seen on unmapped_code (seen desc);

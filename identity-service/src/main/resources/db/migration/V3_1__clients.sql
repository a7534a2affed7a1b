-- A client's keys may stand at an address of its own; its tokens may be bound to a key; it may be switched off.
alter table client
    add column state                 text not null default 'active'
        check (state in ('pending', 'active', 'disabled')),
    add column jwks_uri              text,
    add column sender_constraint     text not null default 'none'
        check (sender_constraint in ('none', 'dpop', 'mtls')),
    -- base64url SHA-256 of the client certificate, where sender_constraint is mtls
    add column certificate_digest    text,
    add column requests_per_second   int  not null default 50 check (requests_per_second > 0),
    add column grants                text not null default 'client_credentials',
    -- what its developer asked for and an operator has not granted yet
    add column requested_scopes      text not null default '',
    add column contacts              text not null default '',
    add column registered_by         text,
    add column registered_at         timestamptz not null default now(),
    add column last_used_at          timestamptz,
    alter column jwks drop not null;
create index client_organisation on client (organisation);

-- Revoked before their time. An entry goes when the tokens that it names have expired.
create table revoked_token (
    token_id   text primary key,
    client_id  text        not null,
    expires_at timestamptz not null
);
create index revoked_token_expires_at on revoked_token (expires_at);
create table revoked_client (
    client_id    text primary key,
    issued_up_to timestamptz not null,
    expires_at   timestamptz not null
);

-- Every token writes here: one B-tree less to keep. Cleaning up reads the few ranges of pages that are old enough.
drop index used_assertion_expires_at;
create index used_assertion_expires_at on used_assertion using brin (expires_at) with (pages_per_range = 16);

-- Where people are sent back to.
alter table client
    add column redirect_uris text not null default '',
    add column logout_uris   text not null default '';

-- Secrets (session ids, codes, refresh tokens, states) are kept as SHA-256 only.
create table person_session (
    id_hash      text primary key,
    subject      text        not null,
    person       text        not null,
    started_at   timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at   timestamptz not null,
    ended_at     timestamptz
);
create index person_session_expires_at on person_session (expires_at);

-- On the way to a provider and back; used once.
create table sign_in_attempt (
    state_hash   text primary key,
    browser_hash text        not null,
    provider     text        not null,
    nonce        text        not null,
    verifier     text        not null,
    interaction  text        not null,
    expires_at   timestamptz not null
);

create table pushed_request (
    uri_hash   text primary key,
    client_id  text        not null,
    parameters text        not null,
    expires_at timestamptz not null
);

-- An authorization request while its person signs in, chooses and decides.
create table interaction (
    id_hash      text primary key,
    browser_hash text        not null,
    parameters   text        not null,
    role_profile text,
    patient_id   text,
    expires_at   timestamptz not null,
    created_at   timestamptz not null
);

create table launch_context (
    handle_hash  text primary key,
    client_id    text        not null,
    organisation text        not null,
    patient_id   text        not null,
    encounter    text,
    intent       text,
    style_url    text,
    needs_banner boolean     not null,
    expires_at   timestamptz not null
);

-- What a person let an app do, and all that came of it: its code, refresh tokens and access tokens.
create table person_grant (
    id           text primary key,
    client_id    text        not null,
    subject      text        not null,
    session_hash text        not null,
    details      text        not null,
    is_offline   boolean     not null,
    created_at   timestamptz not null,
    expires_at   timestamptz not null,
    revoked_at   timestamptz
);
create index person_grant_session on person_grant (session_hash);
create index person_grant_subject on person_grant (subject, client_id);
create index person_grant_expires_at on person_grant (expires_at);
create table authorization_code (
    code_hash    text primary key,
    grant_id     text        not null references person_grant (id) on delete cascade,
    client_id    text        not null,
    redirect_uri text        not null,
    challenge    text        not null,
    expires_at   timestamptz not null,
    used_at      timestamptz
);
create index authorization_code_grant on authorization_code (grant_id);
create table refresh_token (
    token_hash text primary key,
    grant_id   text        not null references person_grant (id) on delete cascade,
    expires_at timestamptz not null,
    -- thumbprint of the key that it is bound to (RFC 9449 5)
    jkt        text,
    used_at    timestamptz
);
create index refresh_token_grant on refresh_token (grant_id);
create table granted_token (
    token_id   text primary key,
    grant_id   text        not null references person_grant (id) on delete cascade,
    expires_at timestamptz not null
);
create index granted_token_grant on granted_token (grant_id);

create table app_consent (
    subject   text        not null,
    client_id text        not null,
    scopes    text        not null,
    given_at  timestamptz not null,
    primary key (subject, client_id)
);

-- Codes that came with orders and mean no test of the catalogue: for people who map them. One row a code, however many
-- orders have it; it is no work any more once the catalogue knows the code.
create table unknown_code (
    organisation text        not null,
    system       text        not null,
    code         text        not null,
    display      text        not null default '',
    first_seen   timestamptz not null,
    primary key (organisation, system, code)
);
create index unknown_code_first_seen on unknown_code (first_seen desc);

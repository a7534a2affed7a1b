-- Merges: patient_id is the record that counts, at the end of the chain; merged_into is the next one of it. Nothing of a
-- record is moved: what is served of a survivor is put together from what each record says for itself.
alter table patient
    add column merged_into      text references patient (id),
    add column merged_at        timestamptz,
    add column merge_reason     text,
    -- grows with each change of standing, over all records
    add column standing_version bigint not null default 0,
    -- what the record says for itself, whole: without what came by merges, with what is restricted
    add column own_content      bytea,
    -- who said it, and how far that source is trusted
    add column said_by          text not null default 'registration',
    add column said_rank        int  not null default 2,
    add column said_at          timestamptz,
    add column restricted       boolean not null default false,
    add column sensitive        boolean not null default false,
    -- folded: upper case, no blanks; null where there is none or it is restricted
    add column postcode         text,
    add column outward          text,
    add constraint merged_or_itself check ((merged_into is null) = (patient_id = id));
update patient set own_content = content, said_at = last_updated;
alter table patient alter column own_content set not null, alter column said_at set not null;
-- shown by a survivor, owned by a record that was merged into it
alter table patient_identifier add column travelled boolean not null default false;
create sequence standing_version;
create index patient_merged_into on patient (merged_into) where merged_into is not null;

-- A merged record keeps its number: that one record owns it is the rule of patient_identifier_key.
drop index patient_nhs_number;
create index patient_nhs_number on patient (nhs_number);

-- Names are folded: upper case, no marks, no apostrophes, one blank between parts.
update patient set
    family = upper(btrim(regexp_replace(regexp_replace(normalize(family, NFKD), '[\u0300-\u036f''’`]', '', 'g'),
                                        '[^[:alnum:]]+', ' ', 'g'))),
    given = upper(btrim(regexp_replace(regexp_replace(normalize(given, NFKD), '[\u0300-\u036f''’`]', '', 'g'),
                                       '[^[:alnum:]]+', ' ', 'g')));
drop index patient_family_birth_date;
drop index patient_birth_date;
create index patient_birth_date_family on patient (birth_date, family text_pattern_ops);
create index patient_family_outward on patient (family, outward) where outward is not null;
create index patient_family_given on patient (family, given text_pattern_ops);

-- What searches look through: a merged record is found by its survivor.
create view patient_current as
    select id, version, last_updated, patient_id, organisations, content, nhs_number, family, given, birth_date, gender,
           deceased, postcode, outward
    from patient where merged_into is null;

-- Every version but the last, as it was served.
create table patient_version (
    id           text not null references patient (id),
    version      int  not null,
    last_updated timestamptz(3) not null,
    content      bytea not null,
    primary key (id, version)
);

-- Who said what about which group of fields, kept as soon as two sources speak of one record.
create table patient_value (
    patient_id  text        not null references patient (id),
    field_group text        not null,
    source      text        not null,
    said_at     timestamptz not null,
    rank        int         not null,
    content     bytea       not null,
    primary key (patient_id, field_group, source, said_at)
);

-- Whom to believe: the lowest rank, then the latest. '*' is every group that has no row of its own.
create table demographic_trust (
    kind        text not null check (kind in ('national', 'own', 'other')),
    field_group text not null,
    rank        int  not null,
    primary key (kind, field_group)
);
insert into demographic_trust (kind, field_group, rank) values
    ('national', '*', 1), ('own', '*', 2), ('other', '*', 3),
    -- a patient tells the place of care of a move or a new telephone first
    ('own', 'telecom', 1), ('own', 'contact', 1), ('own', 'language', 1);

-- Patients whose duplicates are to be looked for. Rows are only added and taken, and no row of patient is locked for them:
-- intake and search never wait for one another.
create table duplicate_check (
    id         bigint generated always as identity primary key,
    patient_id text not null
);

-- Pairs that may be one person. What a person has decided is remembered.
create table possible_duplicate (
    id          uuid primary key,
    one_id      text not null,
    other_id    text not null,
    score       double precision not null,
    grade       text not null,
    -- which fields agree and which differ, as codes
    reasons     text not null,
    found_at    timestamptz not null,
    status      text not null default 'open' check (status in ('open', 'same', 'different')),
    resolved_at timestamptz,
    resolved_by text,
    unique (one_id, other_id),
    check (one_id < other_id)
);
create index possible_duplicate_open on possible_duplicate (score desc, id) where status = 'open';

-- Who may act for a patient. Decisions look here; a row that has ended stays for the record.
create table proxy (
    patient_id       text not null references patient (id),
    proxy_nhs_number text not null,
    kind             text not null check (kind in ('parent', 'guardian', 'power-of-attorney', 'carer', 'other')),
    valid_from       date not null,
    valid_until      date,
    entered_by       text not null,
    primary key (patient_id, proxy_nhs_number, kind, valid_from),
    check (valid_until is null or valid_until >= valid_from)
);
create index proxy_number on proxy (proxy_nhs_number);

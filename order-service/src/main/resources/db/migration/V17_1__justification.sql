-- IR(ME)R: what each version of a request for imaging was justified by. Rows are added and never changed: the record
-- has to be the same years later. docs/adr/027.
create table justification (
    request_id      text        not null,
    number          int         not null,
    request_version int         not null,
    recorded_at     timestamptz not null,
    -- placed or amended
    event           text        not null,
    -- ODS code of who asks
    organisation    text        not null,
    -- yes, or unknown where the examination is not known
    ionising        text        not null,
    -- what IR(ME)R asks for and was not there; null where nothing was missing
    missing         text[],
    -- the call of CDS Hooks that the order was rated in
    hook_instance   uuid,
    content         text        not null,
    -- whom the records may be shown to that facts rest on
    seals           text        not null,
    primary key (request_id, number)
);
create index justification_period on justification (organisation, recorded_at);
create index justification_hook on justification (hook_instance) where hook_instance is not null;

-- What was shown of the order, and what came of it: with the order it stays longer than what is counted.
create table justification_advice (
    request_id      text        not null,
    card            uuid        not null,
    hook            text        not null,
    kind            text        not null,
    rule            text        not null,
    rating          text,
    content_version text        not null,
    shown_at        timestamptz not null,
    outcome         text,
    override_reason text,
    outcome_at      timestamptz
);
create unique index justification_advice_told
    on justification_advice (request_id, card, coalesce(outcome_at, '-infinity'::timestamptz));

-- An order may name the suggestion that it came from.
create index guidance_event_changes on guidance_event using gin (changes);
create index guidance_event_hook on guidance_event (hook_instance);

create function keep_as_written() returns trigger language plpgsql as $$
begin
    raise exception '% is append only', tg_table_name;
end $$;

create trigger justification_stays before update or delete on justification
    for each row execute function keep_as_written();
create trigger justification_advice_stays before update or delete on justification_advice
    for each row execute function keep_as_written();

-- What the scan-choice tool told an EHR, and what came of it. Nothing of the patient and nothing of the request is here.
create table guidance_event (
    id uuid primary key,
    hook_instance uuid not null,
    hook text not null,
    client_id text not null,
    organisation text not null,
    content_version text not null,
    shown_at timestamptz not null,
    -- advice, safety, question, note, record: a card; rating: of an order
    kind text not null,
    rule text not null,
    rating text,
    -- suggestions of the card that would change the order, and that would withdraw it
    changes uuid[],
    withdrawals uuid[],
    -- accepted, changed, withdrawn or overridden; null while nothing was told
    outcome text,
    override_reason text,
    outcome_at timestamptz,
    feedback_at timestamptz
);
create index guidance_event_period on guidance_event (organisation, shown_at);
create index guidance_event_time on guidance_event (shown_at);

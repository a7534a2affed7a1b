-- What was told about orders that are not here yet: a report or a study may overtake its order.
create table waiting_fact (
    topic       text        not null,
    event_id    text        not null,
    kind        text        not null,
    subject_id  text        not null,
    order_id    text,
    accession   text,
    filler      text,
    placer      text,
    patient_id  text        not null,
    code        text        not null,
    received_at timestamptz not null default now(),
    primary key (topic, event_id)
);
create index waiting_fact_accession on waiting_fact (accession) where accession is not null;
create index waiting_fact_filler on waiting_fact (filler) where filler is not null;
create index waiting_fact_placer on waiting_fact (placer) where placer is not null;
create index waiting_fact_received on waiting_fact (received_at);

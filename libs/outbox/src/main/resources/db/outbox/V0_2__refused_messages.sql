-- A message that Kafka never takes, such as one that is too large, stays here with its cause and lets the others pass.
alter table outbox
    add column refused_at    timestamptz,
    add column refused_cause text;
create index outbox_refused on outbox (refused_at) where refused_at is not null;

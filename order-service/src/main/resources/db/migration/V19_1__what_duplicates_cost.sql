-- What an examination would have given and cost that a card called a repeat: estimates of the day on which it was shown,
-- so that a later tariff changes no past number.
alter table guidance_event add column dose_msv numeric;
alter table guidance_event add column cost_gbp numeric;
-- version of the tariff that the cost is from
alter table guidance_event add column tariff text;

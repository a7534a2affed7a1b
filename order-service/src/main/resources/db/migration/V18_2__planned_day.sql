-- The day on which the work is to be done at its performer: what its room is counted by. Empty for requests of before.
alter table service_request add column planned_on date;
create index service_request_planned on service_request (performer, planned_on) where planned_on is not null;

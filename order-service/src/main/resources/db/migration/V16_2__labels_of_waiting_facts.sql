-- Security labels that a report brought along, as system|code: its order gets them when it comes.
alter table waiting_fact add column labels text[] not null default '{}';

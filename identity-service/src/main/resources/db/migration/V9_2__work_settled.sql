-- How a message in doubt was settled: done (carried out by hand) or dismissed, by whom and why.
alter table work_item add column settled_at timestamptz;
alter table work_item add column settled_by text;
alter table work_item add column note text;
create index work_item_page on work_item (status, created_at, id);
drop index work_item_open;

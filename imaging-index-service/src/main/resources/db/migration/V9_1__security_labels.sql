-- Security labels of a study, `system|code`: those of its order. Decisions about images go by them as about the order.
alter table study add column security_labels text[] not null default '{}';
-- false: it came in before labels were kept, and its order is still to be asked
alter table study add column labels_known boolean not null default false;
alter table study alter column labels_known set default true;
create index study_labels_unknown on study (match_checked_at) where order_id is not null and not labels_known;
create index study_order on study (order_id) where order_id is not null;
create or replace view shown_study as
select * from study where match_state <> 'clash';

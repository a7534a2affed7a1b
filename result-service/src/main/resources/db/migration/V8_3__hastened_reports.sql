-- When a change of some patient made this report due before its time.
alter table unmatched_report
    add column hastened_at timestamptz not null default '-infinity';
create index unmatched_report_without_number on unmatched_report (hastened_at) where nhs_number = '';

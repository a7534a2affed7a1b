-- Indicators count by the time that a record was opened.
create index break_glass_opened on break_glass (opened_at) include (organisation, role);

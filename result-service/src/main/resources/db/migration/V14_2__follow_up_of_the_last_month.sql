-- Of what was on record before reports were followed only the last month is: to tell everybody of everything at once
-- would hide what is new. What was followed since then has a step.
delete from follow_up f
where f.began_at < now() - interval '30 days' and not exists (
    select 1 from follow_up_step s where s.report_id = f.report_id);

-- A parent after a clinician's look, and adults by their own word.
alter table proxy drop constraint proxy_kind_check;
alter table proxy add constraint proxy_kind_check check (
    kind in ('parent', 'guardian', 'parent-reviewed', 'adult-consent', 'power-of-attorney', 'carer', 'other'));

-- The work list is read page by page, best score first, open and settled entries alike.
drop index possible_duplicate_open;
create index possible_duplicate_by_score on possible_duplicate (status, score, id);
-- One patient's entries, from either side; the other side is found by the unique key.
create index possible_duplicate_other on possible_duplicate (other_id);

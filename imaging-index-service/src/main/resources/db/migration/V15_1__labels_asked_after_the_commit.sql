-- An order can become sensitive between the question for it and the commit of its study: the event then finds no study.
-- So each study that gets an order is asked for once more after its commit, and only then its labels count as known.
alter table study alter column labels_known set default false;
-- those that came in since labels are kept were never asked for again
update study set labels_known = false where labels_known and order_id is not null;

-- What a client may name as its purpose in a token for another region. Separated by blanks.
alter table client
    add column purposes text not null default 'direct-care';

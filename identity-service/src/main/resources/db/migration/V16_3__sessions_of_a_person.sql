-- Where a person is signed in, the latest first.
create index person_session_subject on person_session (subject, last_seen_at desc) where ended_at is null;

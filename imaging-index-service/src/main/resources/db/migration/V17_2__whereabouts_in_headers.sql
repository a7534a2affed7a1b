-- Whether a header says where its patient is: only such files are looked at when the patient is restricted. The elements are
-- those of Whereabouts.
alter table instance add column tells_whereabouts boolean not null generated always as (
    position('"00080092":'::bytea in header) > 0
        or position('"00080094":'::bytea in header) > 0
        or position('"00101040":'::bytea in header) > 0
        or position('"00102150":'::bytea in header) > 0
        or position('"00102152":'::bytea in header) > 0
        or position('"00102154":'::bytea in header) > 0
        or position('"00102155":'::bytea in header) > 0
        or position('"00102297":'::bytea in header) > 0
        or position('"00102299":'::bytea in header) > 0
        or position('"00104000":'::bytea in header) > 0
        or position('"00380300":'::bytea in header) > 0
        or position('"00380400":'::bytea in header) > 0
        or position('"00401102":'::bytea in header) > 0
        or position('"00401103":'::bytea in header) > 0
        or position('"00401104":'::bytea in header) > 0) stored;

-- Security labels of reports, by what a study shares with its report: images that come later are as closed from the start.
create table report_label (
    report_id           text   not null,
    accession_number    text   not null,
    recorded_patient_id text   not null,
    labels              text[] not null,
    primary key (report_id, accession_number, recorded_patient_id)
);
create index report_label_accession on report_label (accession_number);
create index report_label_recorded on report_label (recorded_patient_id);

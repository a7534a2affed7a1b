package org.meridiandx.bench.patients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.function.Consumer;
import org.postgresql.PGConnection;

/// Fills identity-service's tables with patients, each with its number and one ground of access.
///
/// By COPY, without the indexes that can be made afterwards. What is there from an earlier run with the same number of
/// patients is kept.
public final class PatientLoad {

    /// Rises when rows are made differently.
    private static final int EDITION = 1;

    private static final int NEWS_EVERY = 250_000;
    private static final String PATIENT = "copy patient (id, version, last_updated, patient_id, organisations, content,"
            + " nhs_number, family, given, birth_date, gender, deceased, postcode, outward, restricted, sensitive,"
            + " fingerprint, own_content, said_by, said_kind, said_at) from stdin (format binary)";
    private static final String IDENTIFIER =
            "copy patient_identifier (resource_id, system, value, is_key) from stdin (format binary)";
    private static final String GROUND = "copy access_ground (recorded_patient_id, ground, organisation, source, since)"
            + " from stdin (format binary)";

    private final Connection connection;
    private final SyntheticPatients patients;
    private final String organisation;
    private final Consumer<String> news;

    /// @param connection as superuser, to the service's database with its tables
    /// @param organisation ODS code of who has a ground to see each of them
    public PatientLoad(Connection connection, SyntheticPatients patients, String organisation, Consumer<String> news) {
        this.connection = connection;
        this.patients = patients;
        this.organisation = organisation;
        this.news = news;
    }

    /// Whether the tables hold just these patients, from an earlier run.
    public boolean isDone() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("create table if not exists bench_load (edition int, patients int)");
            try (var found = statement.executeQuery(
                    "select 1 from bench_load where edition = " + EDITION + " and patients = " + patients.count())) {
                return found.next();
            }
        }
    }

    /// Empties the tables and fills them.
    public void run() throws SQLException, IOException {
        try (var statement = connection.createStatement()) {
            statement.execute("delete from bench_load");
            statement.execute("truncate patient, patient_identifier, access_ground cascade");
            // No look at foreign keys: each row's patient was written just before.
            statement.execute("set session_replication_role = replica");
            statement.execute("set maintenance_work_mem = '1GB'");
            statement.execute("set synchronous_commit = off");
            var indexes = TakenIndexes.of(connection, "patient", "patient_identifier", "access_ground");
            copy(PATIENT, "patients", this::patient);
            copy(IDENTIFIER, "numbers", this::identifier);
            copy(GROUND, "grounds", this::ground);
            indexes.putBack(news);
            news.accept("patients: statistics");
            statement.execute("vacuum (analyze) patient");
            statement.execute("vacuum (analyze) patient_identifier");
            statement.execute("vacuum (analyze) access_ground");
            statement.execute("checkpoint");
            statement.execute("insert into bench_load values (" + EDITION + ", " + patients.count() + ")");
        }
    }

    @FunctionalInterface
    private interface Row {
        void write(CopyRows rows, SyntheticPatient patient) throws IOException, SQLException;
    }

    private void copy(String sql, String what, Row row) throws SQLException, IOException {
        long begin = System.nanoTime();
        var rows =
                new CopyRows(connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql));
        for (int i = 0; i < patients.count(); i++) {
            row.write(rows, patients.at(i));
            if ((i + 1) % NEWS_EVERY == 0) {
                news.accept(String.format(
                        Locale.ROOT,
                        "%s: %d of %d, %.0f/s",
                        what,
                        i + 1,
                        patients.count(),
                        (i + 1) / ((System.nanoTime() - begin) / 1e9)));
            }
        }
        rows.end();
    }

    private void patient(CopyRows rows, SyntheticPatient patient) throws IOException, SQLException {
        String postcode = patient.postcode().replace(" ", "");
        rows.row(21)
                .text(patient.id())
                .integer(1)
                .time(SyntheticPatients.WRITTEN_AT)
                .text(patient.id())
                .texts(patient.practice())
                .bytes(patient.json().getBytes(StandardCharsets.UTF_8))
                .text(patient.nhsNumber())
                .text(folded(patient.family()))
                .text(folded(patient.given()))
                .date(patient.birthDate())
                .text(patient.gender())
                .bool(false)
                .text(postcode)
                .text(postcode.substring(0, postcode.length() - 3))
                .bool(false)
                .bool(false)
                .text("0".repeat(64))
                .bytes(patient.ownJson().getBytes(StandardCharsets.UTF_8))
                .text(patient.practice())
                .text("own")
                .time(SyntheticPatients.WRITTEN_AT);
    }

    private void identifier(CopyRows rows, SyntheticPatient patient) throws IOException, SQLException {
        rows.row(4)
                .text(patient.id())
                .text(SyntheticPatients.NHS_NUMBER)
                .text(patient.nhsNumber())
                .bool(true);
    }

    private void ground(CopyRows rows, SyntheticPatient patient) throws IOException, SQLException {
        rows.row(5)
                .text(patient.id())
                .text("admission")
                .text(organisation)
                .text("bench")
                .time(SyntheticPatients.WRITTEN_AT);
    }

    /// As identity-service folds names: upper case, one blank between parts.
    private static String folded(String name) {
        return name.replace('-', ' ').toUpperCase(Locale.ROOT);
    }
}

package org.meridiandx.identity.contact;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridiandx.identity.contact.rules.Channel;
import org.meridiandx.identity.contact.rules.ContactPreferences;
import org.meridiandx.identity.contact.rules.Format;

/// Plain SQL and not Hibernate: rows are only ever added, in the transaction of their event.
@ApplicationScoped
class ContactRepository {
    /// The latest word about any record of the patient in force. Rows stay with their record, so that a parting
    /// gives each its own back. The version counts what was said of all of them: it grows with each word and tells
    /// a merge.
    private static final String LATEST = """
            with last as (
                select distinct on (c.patient_id) c.* from patient p
                    join patient kin on kin.patient_id = p.patient_id
                    join contact_preference c on c.patient_id = kin.id
                where p.id = $1 order by c.patient_id, c.version desc)
            select (select sum(version) from last)::int as version, recorded_at, recorded_by, organisation, told_by,
                channel, language, interpreter, formats, permitted, refused
            from last order by recorded_at desc, patient_id limit 1""";
    private static final String LOCK = """
            select 1 from patient where id = (select patient_id from patient where id = $1) for no key update""";
    private static final String INSERT = """
            insert into contact_preference (patient_id, version, recorded_at, recorded_by, organisation, told_by,
                channel, language, interpreter, formats, permitted, refused)
            values ($1, (select coalesce(max(version), 0) + 1 from contact_preference where patient_id = $1), $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""";

    Uni<Optional<RecordedPreferences>> latest(SqlClient connection, String patientId) {
        return connection.preparedQuery(LATEST).execute(Tuple.of(patientId)).map(rows -> {
            var all = rows.iterator();
            return all.hasNext() ? Optional.of(recordedOf(all.next())) : Optional.empty();
        });
    }

    /// Holds the patient, whichever of the records is named, until the end of the transaction, so that changes come one
    /// after another.
    Uni<Void> lock(SqlClient connection, String patientId) {
        return connection.preparedQuery(LOCK).execute(Tuple.of(patientId)).replaceWithVoid();
    }

    Uni<Void> insert(SqlClient connection, String patientId, RecordedPreferences recorded) {
        var said = recorded.preferences();
        var row = Tuple.tuple()
                .addString(patientId)
                .addOffsetDateTime(recorded.recordedAt().atOffset(ZoneOffset.UTC))
                .addString(recorded.recordedBy())
                .addString(recorded.organisation())
                .addString(recorded.byPatient() ? "patient" : "staff")
                .addString(said.channel().map(Channel::code).orElse(""))
                .addString(said.language().orElse(""));
        said.interpreterRequired().ifPresentOrElse(row::addBoolean, () -> row.addValue(null));
        row.addArrayOfString(said.formats().stream().map(Format::code).toArray(String[]::new))
                .addArrayOfString(channels(said, true))
                .addArrayOfString(channels(said, false));
        return connection.preparedQuery(INSERT).execute(row).replaceWithVoid();
    }

    private static String[] channels(ContactPreferences said, boolean permitted) {
        return said.messages().entrySet().stream()
                .filter(consent -> consent.getValue() == permitted)
                .map(consent -> consent.getKey().code())
                .toArray(String[]::new);
    }

    private static RecordedPreferences recordedOf(Row row) {
        var messages = new EnumMap<Channel, Boolean>(Channel.class);
        consents(row, "permitted", true, messages);
        consents(row, "refused", false, messages);
        var preferences = new ContactPreferences(
                Channel.of(row.getString("channel")),
                Optional.of(row.getString("language")).filter(code -> !code.isEmpty()),
                Optional.ofNullable(row.getBoolean("interpreter")),
                Arrays.stream(row.getArrayOfStrings("formats"))
                        .map(Format::of)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet()),
                messages);
        return new RecordedPreferences(
                preferences,
                row.getInteger("version"),
                row.getOffsetDateTime("recorded_at").toInstant(),
                row.getString("recorded_by"),
                row.getString("organisation"),
                row.getString("told_by").equals("patient"));
    }

    private static void consents(Row row, String column, boolean permitted, Map<Channel, Boolean> messages) {
        for (var code : row.getArrayOfStrings(column)) {
            Channel.of(code).ifPresent(channel -> messages.put(channel, permitted));
        }
    }
}

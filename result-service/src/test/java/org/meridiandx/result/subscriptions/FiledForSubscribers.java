package org.meridiandx.result.subscriptions;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.contracts.events.v1.Event;
import org.meridiandx.contracts.events.v1.ReportAvailable;
import org.meridiandx.contracts.events.v1.ReportRef;
import org.meridiandx.testkit.kafka.Events;
import org.meridiandx.testkit.kafka.KafkaProbe;
import org.meridiandx.testkit.postgres.PostgresDatabase;
import org.meridiandx.testkit.postgres.Rows;
import org.meridiandx.testkit.region.Topics;

/// Reports as they stand after filing, and the events of them, by the thousand where a test needs that.
record FiledForSubscribers(PostgresDatabase database, KafkaProbe kafka, Topics topics) {
    private static final String REPORT = """
            insert into diagnostic_report (id, version, last_updated, patient_id, organisations, content, status)
            select id, 1, now(), ?, '{RX902}', convert_to('{"resourceType":"DiagnosticReport","id":"' || id
                || '","meta":{%s},"status":"final","conclusion":"told"}', 'UTF8'), 'final'
            from unnest(?::text[]) as t(id)""";

    /// @return ids
    List<String> reports(String patientId, int count) {
        return reports(patientId, count, "\"versionId\":\"1\"");
    }

    List<String> reports(String patientId, int count, String meta) {
        var ids = IntStream.range(0, count)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        new Rows(database).execute(REPORT.formatted(meta), patientId, "{" + String.join(",", ids) + "}");
        return ids;
    }

    /// The event as the service sends it itself.
    void tell(String patientId, String reportId) {
        Events.tell(kafka, topics.results(), patientId, available(reportId));
    }

    /// The very same event several times, as Kafka may bring it.
    void tellTwice(String patientId, String reportId) {
        var event = available(reportId)
                .setId(UUID.randomUUID().toString())
                .setPatientId(patientId)
                .build()
                .toByteArray();
        kafka.send(topics.results(), patientId, event);
        kafka.send(topics.results(), patientId, event);
    }

    private static Event.Builder available(String reportId) {
        var report = ReportRef.newBuilder()
                .setReportId(reportId)
                .setVersion(1)
                .setCategory("LAB")
                .setCode(Code.newBuilder().setSystem("http://snomed.info/sct").setCode("721981007"))
                .setPerformer("RX902")
                .setRequester("Y90001");
        return Event.newBuilder()
                .setReportAvailable(ReportAvailable.newBuilder().setReport(report));
    }

    /// What waits for a subscriber, without the events.
    void queue(String subscription, List<String> reports) {
        new Rows(database).execute("""
                insert into subscription_event (subscription_id, event_id, report_id, occurred_at)
                select ?, gen_random_uuid()::text, id, now()
                from unnest(?::text[]) with ordinality as t(id, place) order by place""", subscription, "{" + String.join(",", reports) + "}");
    }

    /// As if its pause were over.
    void due(String subscription) {
        new Rows(database).execute("update subscription set due_at = now() where id = ?", subscription);
    }
}

package org.meridiandx.bench.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/// How CPU samples of a service split: a sample belongs to audit where the innermost frame that
/// says what it is about is of the audit trail, the publisher, or Kafka's producer.
///
/// @param audit samples of audit
/// @param others all other samples
record AuditShare(long audit, long others) {

    private static final List<String> OF_AUDIT = List.of(
            "org.meridiandx.access.AuditTrail",
            "org.meridiandx.outbox.",
            "org.apache.kafka.clients.producer.",
            "org.apache.kafka.clients.NetworkClient",
            "io.smallrye.reactive.messaging.kafka.");
    private static final List<String> OF_OTHERS = List.of(
            "org.meridiandx.fhir.",
            "org.meridiandx.identity.",
            "org.jboss.resteasy.",
            "io.quarkus.resteasy.",
            "io.vertx.core.http.",
            "io.vertx.pgclient.",
            "io.vertx.sqlclient.");
    /// Threads that read from Kafka, through the same network classes.
    private static final List<String> CONSUMERS = List.of("consumer", "coordinator");

    private static final String PRODUCER = "kafka-producer-network-thread";

    double share() {
        return others == 0 ? 0 : (double) audit / others;
    }

    long samples() {
        return audit + others;
    }

    static AuditShare of(Path file) throws IOException {
        long audit = 0;
        long others = 0;
        try (var recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                var event = recording.readEvent();
                if (event.getEventType().getName().equals("jdk.CPUTimeSample")) {
                    if (isOfAudit(event)) {
                        audit++;
                    } else {
                        others++;
                    }
                }
            }
        }
        return new AuditShare(audit, others);
    }

    private static boolean isOfAudit(RecordedEvent event) {
        var thread = event.getThread("eventThread");
        String name = thread == null || thread.getJavaName() == null ? "" : thread.getJavaName();
        if (CONSUMERS.stream().anyMatch(name::contains)) {
            return false;
        }
        var stack = event.getStackTrace();
        return isOfAudit(
                stack == null
                        ? List.of()
                        : stack.getFrames().stream()
                                .map(frame -> frame.getMethod().getType().getName())
                                .toList(),
                name.startsWith(PRODUCER));
    }

    /// @param types classes of the stack's methods, the innermost first
    /// @param otherwise what holds where none of them says what the work is about
    static boolean isOfAudit(List<String> types, boolean otherwise) {
        for (var type : types) {
            if (OF_AUDIT.stream().anyMatch(type::startsWith)) {
                return true;
            }
            if (OF_OTHERS.stream().anyMatch(type::startsWith)) {
                return false;
            }
        }
        return otherwise;
    }
}

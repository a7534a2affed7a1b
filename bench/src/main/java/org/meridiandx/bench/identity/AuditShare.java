package org.meridiandx.bench.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/// How CPU samples of a service split: a sample belongs to audit where the innermost frame that says what it is about
/// is
/// of the audit trail, the publisher, or Kafka's producer.
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
        boolean isProducer = thread != null
                && thread.getJavaName() != null
                && thread.getJavaName().startsWith(PRODUCER);
        var stack = event.getStackTrace();
        return stack == null ? isProducer : isOfAudit(stack.getFrames(), isProducer);
    }

    private static boolean isOfAudit(List<RecordedFrame> frames, boolean otherwise) {
        for (var frame : frames) {
            String type = frame.getMethod().getType().getName();
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

package org.meridiandx.bench.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditShareTest {

    @ParameterizedTest
    @CsvSource({
        "java.util.HashMap org.meridiandx.access.AuditTrail org.meridiandx.fhir.StoredResources, true",
        "org.meridiandx.fhir.FhirResponses org.meridiandx.outbox.DurablePublisher io.vertx.core.impl.ContextImpl, false",
        "io.vertx.pgclient.PgConnection org.meridiandx.outbox.Outbox, false",
        "sun.nio.ch.EPoll org.apache.kafka.clients.NetworkClient, true",
        "java.lang.Thread io.netty.util.concurrent.FastThreadLocal, false",
    })
    void shouldGoByTheInnermostFrameThatSaysWhatItIsAbout(String stack, boolean isOfAudit) {
        assertThat(AuditShare.isOfAudit(List.of(stack.split(" ")), false)).isEqualTo(isOfAudit);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldGoByTheThreadWhereNoFrameSaysAnything(boolean isProducer) {
        assertThat(AuditShare.isOfAudit(List.of("java.lang.Thread"), isProducer))
                .isEqualTo(isProducer);
    }
}

package org.meridiandx.identity.adt;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import org.meridiandx.identity.patients.PatientRegistry;
import org.meridiandx.identity.relationships.RelationshipService;
import org.meridiandx.identity.relationships.Stay;
import org.meridiandx.identity.relationships.rules.StayRule;

/// An admission is a ground to see the record; a discharge ends it after the time of follow-up.
@ApplicationScoped
class StayEffects {
    private final RelationshipService relationships;

    StayEffects(RelationshipService relationships) {
        this.relationships = relationships;
    }

    /// Notes what the message says about where the patient is, in its transaction.
    Uni<Void> follow(SqlClient connection, AdtMessage message, String patientId, PatientRegistry.Source source) {
        var content = message.content();
        var header = message.received().header();
        var trigger = header.triggerEvent().isEmpty() ? content.value("EVN", 1).orElse("") : header.triggerEvent();
        // Stay.visit <- PV1-19.1
        var stay = new Stay(
                patientId,
                source.caller().organisation(),
                content.value("PV1", 19).orElse(""),
                source.toldAt());
        return switch (StayRule.of(trigger)) {
            case BEGINS -> relationships.admitted(connection, stay);
            case VISIT -> relationships.visited(connection, stay);
            case ENDS -> relationships.discharged(connection, stay);
            case NEVER_WAS -> relationships.admissionCancelled(connection, stay);
            case NONE -> Uni.createFrom().voidItem();
        };
    }
}

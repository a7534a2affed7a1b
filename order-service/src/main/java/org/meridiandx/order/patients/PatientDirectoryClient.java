package org.meridiandx.order.patients;

import io.quarkus.grpc.GrpcClient;
import io.smallrye.faulttolerance.api.CircuitBreakerName;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.faulttolerance.CircuitBreaker;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.contracts.api.v1.Identifier;
import org.meridiandx.contracts.api.v1.PatientDirectory;

/// Asks identity-service which patient is meant. The answer to a question is safe to ask for again.
@ApplicationScoped
public class PatientDirectoryClient {
    private final PatientDirectory directory;

    PatientDirectoryClient(@GrpcClient("identity") PatientDirectory directory) {
        this.directory = directory;
    }

    /// @param patientId Patient.id
    /// @return fails when identity-service is away
    @Timeout(value = 800, unit = ChronoUnit.MILLIS)
    @Retry(maxRetries = 1, delay = 20)
    @CircuitBreaker(requestVolumeThreshold = 20, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @CircuitBreakerName("patient-by-id")
    public Uni<PatientLookup> find(String patientId) {
        return directory
                .find(FindPatientRequest.newBuilder().setPatientId(patientId).build())
                .map(PatientDirectoryClient::lookupOf);
    }

    /// @return fails when identity-service is away; unknown where no identifier was given
    @Timeout(value = 800, unit = ChronoUnit.MILLIS)
    @Retry(maxRetries = 1, delay = 20)
    @CircuitBreaker(requestVolumeThreshold = 20, delay = 1, delayUnit = ChronoUnit.SECONDS)
    @CircuitBreakerName("patient-by-identifiers")
    public Uni<PatientLookup> find(PatientIdentifiers named) {
        if (named.identifiers().isEmpty()) {
            return Uni.createFrom().item(new PatientLookup.Unknown());
        }
        var question = FindPatientRequest.newBuilder().setBirthDate(named.birthDate());
        named.identifiers()
                .forEach(key -> question.addIdentifiers(
                        Identifier.newBuilder().setSystem(key.system()).setValue(key.value())));
        return directory.find(question.build()).map(PatientDirectoryClient::lookupOf);
    }

    private static PatientLookup lookupOf(FindPatientResponse answer) {
        return switch (answer.getOutcome()) {
            case FOUND -> new PatientLookup.Found(answer.getPatientId(), answer.getNhsNumber(), answer.getDeceased());
            case CONFLICT -> new PatientLookup.Conflict();
            case UNKNOWN, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> new PatientLookup.Unknown();
        };
    }
}

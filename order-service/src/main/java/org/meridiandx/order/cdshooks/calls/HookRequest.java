package org.meridiandx.order.cdshooks.calls;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meridiandx.fhir.NhsNumber;

/// What an EHR asks, checked.
///
/// @param instance names this call of the hook
/// @param userId reference to who is signed in there
/// @param patientId the patient's id in the EHR
/// @param orders the draft ServiceRequests that cards are wanted for
/// @param patient as the EHR sent them along
/// @param fhirServer the EHR's
public record HookRequest(
        Hook hook,
        UUID instance,
        String userId,
        String patientId,
        List<DraftOrder> orders,
        Optional<SentPatient> patient,
        Optional<FhirServer> fhirServer) {
    public HookRequest {
        orders = List.copyOf(orders);
    }

    /// @param birthDate the whole date; empty where it is not told to the day
    /// @param gender FHIR's administrative gender
    public record SentPatient(Optional<LocalDate> birthDate, Optional<String> gender, Optional<NhsNumber> nhsNumber) {
        @Override
        public String toString() {
            return "SentPatient[redacted]";
        }
    }

    /// @param accessToken for that server and this call; empty where none is sent
    public record FhirServer(URI address, Optional<String> accessToken) {
        @Override
        public String toString() {
            return "FhirServer[" + address.getHost() + "]";
        }
    }

    /// A draft ServiceRequest.
    ///
    /// @param resource as it was sent
    public record DraftOrder(JsonNode resource) {
        /// Empty where it cannot be named.
        public String id() {
            return resource.path("id").asText("");
        }

        @Override
        public String toString() {
            return "DraftOrder[redacted]";
        }
    }

    /// The hook only: who the patient is and what is asked for is in no log.
    @Override
    public String toString() {
        return "HookRequest[" + hook.id() + ", " + instance + "]";
    }
}

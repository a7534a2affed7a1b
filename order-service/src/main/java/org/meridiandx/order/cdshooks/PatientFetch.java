package org.meridiandx.order.cdshooks;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.meridiandx.access.Caller;
import org.meridiandx.order.cdshooks.calls.HookJson;
import org.meridiandx.order.cdshooks.calls.HookRequest;
import org.meridiandx.order.cdshooks.calls.HookRequest.FhirServer;
import org.meridiandx.order.cdshooks.calls.HookRequest.SentPatient;
import org.meridiandx.order.cdshooks.calls.PrefetchReader;
import org.meridiandx.order.cdshooks.fetching.FhirFetch;
import org.meridiandx.problem.ProblemException;

/// Fetches the Patient that an EHR did not send along, from the server that it names, where that is
/// registered for it. Never fails: what could not be fetched is told.
@ApplicationScoped
class PatientFetch {
    private final FhirFetch fetch;
    private final HookConfig config;

    PatientFetch(FhirFetch fetch, HookConfig config) {
        this.fetch = fetch;
        this.config = config;
    }

    /// @param unchecked why there is no patient, in words
    record Fetched(Optional<SentPatient> patient, List<String> unchecked) {
        @Override
        public String toString() {
            return "Fetched[redacted]";
        }
    }

    /// Without a slash at the end.
    static URI base(URI address) {
        var text = address.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : address;
    }

    Uni<Fetched> complete(Caller caller, HookRequest request) {
        var isToBeFetched = request.patient().isEmpty() && request.fhirServer().isPresent();
        if (!isToBeFetched) {
            return Uni.createFrom().item(new Fetched(request.patient(), List.of()));
        }
        var server = request.fhirServer().orElseThrow();
        if (!isRegistered(caller, server)) {
            return none("The patient was not fetched: this FHIR server is not registered for " + caller.clientId()
                    + " here.");
        }
        var address = URI.create(base(server.address()) + "/Patient/" + request.patientId());
        return fetch.get(address, server.accessToken(), config.fetchTimeout())
                .map(body -> new Fetched(
                        Optional.of(PrefetchReader.sent(HookJson.object(body), request.patientId())), List.of()))
                .onFailure()
                .recoverWithUni(
                        failure -> none(
                                failure instanceof ProblemException
                                        ? "The patient was not taken: the EHR's FHIR server answered with something else."
                                        : "The patient was not fetched: the EHR's FHIR server did not answer in time, or refused."));
    }

    /// The whole base URL counts: the same host may serve somebody else at another path.
    private boolean isRegistered(Caller caller, FhirServer server) {
        var base = base(server.address());
        var isSecure = "https".equals(base.getScheme()) || config.localServers();
        return isSecure
                && config.fhirServers().getOrDefault(caller.clientId(), List.of()).stream()
                        .anyMatch(each -> base(each).equals(base));
    }

    private static Uni<Fetched> none(String why) {
        return Uni.createFrom().item(new Fetched(Optional.empty(), List.of(why)));
    }
}

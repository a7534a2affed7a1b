package org.meridiandx.result.matching;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.meridiandx.contracts.api.v1.FindOrderRequest;
import org.meridiandx.contracts.api.v1.FindOrderResponse;
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.contracts.api.v1.Identifier;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.result.filing.OrderLink;
import org.meridiandx.result.filing.PatientRef;

/// Finds the patient and the order of a result.
///
/// Found patients are remembered for seconds; unknown ones never, so that a new patient counts at once. An answer that
/// does not come is an outcome, not a failure: the result is taken all the same and waits.
@ApplicationScoped
public class Directories {
    private static final Logger LOG = Logger.getLogger(Directories.class);
    private static final int MAX_IDENTIFIERS = 20;
    private final DirectoryClient client;
    private final Cache<PatientQuery, PatientMatch> found;

    Directories(
            DirectoryClient client, @ConfigProperty(name = "meridian.results.directory-cache") Duration rememberFor) {
        this.client = client;
        this.found = Caffeine.newBuilder()
                .maximumSize(50_000)
                .expireAfterWrite(rememberFor)
                .build();
    }

    public Uni<PatientMatch> findPatient(PatientQuery query) {
        if (query.isEmpty()) {
            return Uni.createFrom().item(new PatientMatch.Unknown());
        }
        var known = found.getIfPresent(query);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        var request =
                FindPatientRequest.newBuilder().setPatientId(query.patientId()).setBirthDate(query.birthDate());
        query.identifiers().stream()
                .limit(MAX_IDENTIFIERS)
                .forEach(identifier -> request.addIdentifiers(
                        Identifier.newBuilder().setSystem(identifier.system()).setValue(identifier.value())));
        return client.find(request.build())
                .map(Directories::matchOf)
                .onFailure()
                .recoverWithItem(Directories::unreachable)
                .invoke(match -> remember(query, match));
    }

    /// @return empty where no order, or no single one, answers to the numbers, or nobody can say
    public Uni<Optional<OrderLink>> findOrder(OrderQuery query) {
        if (query.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        var request = FindOrderRequest.newBuilder()
                .setOrderId(query.orderId())
                .setPlacerNumber(query.placerNumber())
                .setFillerNumber(query.fillerNumber())
                .setAccessionNumber(query.accessionNumber())
                .setPatientId(query.patientId())
                .build();
        return client.find(request).map(Directories::linkOf).onFailure().recoverWithItem(away -> {
            LOG.warnf("order directory is away: %s", away.getClass().getSimpleName());
            return Optional.empty();
        });
    }

    private void remember(PatientQuery query, PatientMatch match) {
        if (match instanceof PatientMatch.Found) {
            found.put(query, match);
        }
    }

    private static PatientMatch unreachable(Throwable away) {
        LOG.warnf("patient directory is away: %s", away.getClass().getSimpleName());
        return new PatientMatch.Unreachable();
    }

    private static PatientMatch matchOf(FindPatientResponse response) {
        return switch (response.getOutcome()) {
            case FOUND -> new PatientMatch.Found(new PatientRef(response.getPatientId(), response.getNhsNumber()));
            case CONFLICT -> new PatientMatch.Conflict();
            case UNKNOWN, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> new PatientMatch.Unknown();
        };
    }

    private static Optional<OrderLink> linkOf(FindOrderResponse response) {
        return response.getOutcome() == FindOrderResponse.Outcome.FOUND
                ? Optional.of(linkOf(response.getOrder()))
                : Optional.empty();
    }

    private static OrderLink linkOf(OrderRef order) {
        return new OrderLink(
                order.getOrderId(),
                order.getPlacerNumber(),
                order.getFillerNumber(),
                order.getAccessionNumber(),
                order.getRequester(),
                order.getPerformer());
    }
}

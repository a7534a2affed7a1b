package org.meridiandx.imaging.matching;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.directory.OrderAnswer;
import org.meridiandx.directory.OrderDirectoryClient;
import org.meridiandx.directory.OrderQuery;
import org.meridiandx.directory.PatientAnswer;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.OdsCode;

/// Finds a study's patient: by its order first, else by the patient id in the images.
@ApplicationScoped
public class PatientMatcher {
    private static final String AWAY = "directory-away";
    private final PatientDirectoryClient patients;
    private final OrderDirectoryClient orders;

    PatientMatcher(PatientDirectoryClient patients, OrderDirectoryClient orders) {
        this.patients = patients;
        this.orders = orders;
    }

    /// Never fails: with a directory away the study stays unmatched and is asked for again later.
    public Uni<Match> match(Claims claims) {
        return claims.accessionNumber().isEmpty()
                ? byPatientId(claims)
                : orders.find(OrderQuery.ofAccessionNumber(claims.accessionNumber()))
                        .chain(order -> byOrder(claims, order));
    }

    /// @return ten digits, or empty where the patient or their number is not known; fails when
    ///     identity-service is away
    public Uni<String> nhsNumberOf(String patientId) {
        return patients.find(PatientQuery.ofId(patientId))
                .map(PatientAnswer::reached)
                .map(PatientMatcher::nhsNumberOf);
    }

    private static String nhsNumberOf(PatientAnswer patient) {
        return patient instanceof PatientAnswer.Found found ? found.nhsNumber() : "";
    }

    private Uni<Match> byOrder(Claims claims, OrderAnswer order) {
        return switch (order) {
            // The order waits for its patient itself: nothing is matched to nobody.
            case OrderAnswer.Found found when found.patientId().isEmpty() -> byPatientId(claims);
            case OrderAnswer.Found found ->
                patients.find(new PatientQuery(found.patientId(), List.of(), birthDateOf(claims)))
                        .map(patient -> judge(claims, found, patient));
            case OrderAnswer.Ambiguous ignored -> byPatientId(claims);
            case OrderAnswer.Unknown ignored -> byPatientId(claims);
            case OrderAnswer.Unreachable ignored -> Uni.createFrom().item(new Match.Unmatched(AWAY));
        };
    }

    /// The order's patient is the study's patient unless the images say otherwise. An accession
    /// number is unique only within the organisation that gave it, so a stranger to the order must
    /// name the patient too.
    ///
    /// **Hazard:** the images of one patient in the record of another.
    private static Match judge(Claims claims, OrderAnswer.Found order, PatientAnswer patient) {
        return switch (patient) {
            case PatientAnswer.Conflict ignored -> new Match.Clash("birth-date-differs-from-order");
            case PatientAnswer.Unreachable ignored -> new Match.Unmatched(AWAY);
            case PatientAnswer.Found found -> judge(claims, order, found.nhsNumber());
            case PatientAnswer.Unknown ignored -> judge(claims, order, "");
        };
    }

    private static Match judge(Claims claims, OrderAnswer.Found order, String nhsNumber) {
        var said = nhsNumberOf(claims).map(NhsNumber::value);
        if (said.isPresent() && !nhsNumber.isEmpty() && !said.get().equals(nhsNumber)) {
            return new Match.Clash("nhs-number-differs-from-order");
        }
        var parties = partiesOf(order.order());
        var isNamed = said.isPresent() && said.get().equals(nhsNumber);
        if (!parties.contains(claims.custodian()) && !isNamed) {
            return new Match.Unmatched("order-of-other-organisations");
        }
        return new Match.Matched(order.patientId(), nhsNumber, order.order().getOrderId(), parties);
    }

    private Uni<Match> byPatientId(Claims claims) {
        var identifier = identifierOf(claims);
        if (identifier.isEmpty()) {
            return Uni.createFrom().item(new Match.Unmatched("no-identifier"));
        }
        var question = PatientQuery.ofIdentifiers(List.of(identifier.get()), birthDateOf(claims));
        return patients.find(question).map(PatientMatcher::byPatient);
    }

    private static Match byPatient(PatientAnswer patient) {
        return switch (patient) {
            case PatientAnswer.Found found -> new Match.Matched(found.patientId(), found.nhsNumber(), "", Set.of());
            case PatientAnswer.Conflict ignored -> new Match.Clash("birth-date-differs");
            case PatientAnswer.Unknown ignored -> new Match.Unmatched("unknown-patient");
            case PatientAnswer.Unreachable ignored -> new Match.Unmatched(AWAY);
        };
    }

    /// An NHS number where it is one, else the sender's own hospital number.
    private static Optional<PatientQuery.Key> identifierOf(Claims claims) {
        var nhsNumber = nhsNumberOf(claims);
        if (nhsNumber.isPresent()) {
            return Optional.of(new PatientQuery.Key(
                    IdentifierSystems.NHS_NUMBER, nhsNumber.get().value()));
        }
        if (claims.patientId().isEmpty()) {
            return Optional.empty();
        }
        var assigner = OdsCode.parse(claims.issuer()).or(() -> OdsCode.parse(claims.custodian()));
        return assigner.map(ods -> new PatientQuery.Key(IdentifierSystems.local(ods, "mrn"), claims.patientId()));
    }

    /// Ten digits with a right check digit count as an NHS number unless an issuer says that they
    /// are its own.
    private static Optional<NhsNumber> nhsNumberOf(Claims claims) {
        var issuer = claims.issuer();
        var isNational =
                issuer.isEmpty() || issuer.equalsIgnoreCase("NHS") || issuer.equals(IdentifierSystems.NHS_NUMBER);
        return isNational ? NhsNumber.parse(claims.patientId()) : Optional.empty();
    }

    private static Set<String> partiesOf(OrderRef order) {
        var parties = new LinkedHashSet<String>();
        parties.add(order.getRequester());
        parties.add(order.getPerformer());
        parties.remove("");
        return parties;
    }

    private static String birthDateOf(Claims claims) {
        return claims.birthDate().map(Object::toString).orElse("");
    }
}

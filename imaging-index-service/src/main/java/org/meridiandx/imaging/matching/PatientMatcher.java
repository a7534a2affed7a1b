package org.meridiandx.imaging.matching;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridiandx.contracts.events.v1.Code;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.directory.OrderAnswer;
import org.meridiandx.directory.OrderDirectoryClient;
import org.meridiandx.directory.OrderQuery;
import org.meridiandx.directory.PatientAnswer;
import org.meridiandx.directory.PatientDirectoryClient;
import org.meridiandx.directory.PatientQuery;
import org.meridiandx.directory.Standing;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.OdsCode;
import org.meridiandx.fhir.SecurityLabels;

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
            case OrderAnswer.Found found
            when partiesOf(found.order()).contains(claims.custodian()) -> ofParty(claims, found);
            case OrderAnswer.Found found -> ofStranger(claims, found);
            case OrderAnswer.Ambiguous ignored -> byPatientId(claims);
            case OrderAnswer.Unknown ignored -> byPatientId(claims);
            case OrderAnswer.Unreachable ignored -> Uni.createFrom().item(new Match.Unmatched(AWAY));
        };
    }

    /// The order's patient is the study's patient unless the images say otherwise.
    ///
    /// **Hazard:** the images of one patient in the record of another.
    private Uni<Match> ofParty(Claims claims, OrderAnswer.Found order) {
        return patients.find(new PatientQuery(order.recordedPatientId(), List.of(), birthDateOf(claims)))
                .chain(patient -> switch (patient) {
                    case PatientAnswer.Conflict ignored -> clash(Contradiction.BIRTH_DATE_OF_ORDER);
                    case PatientAnswer.Unreachable ignored -> Uni.createFrom().item(new Match.Unmatched(AWAY));
                    case PatientAnswer.Found found -> ofParty(claims, order, standingOf(found));
                    case PatientAnswer.Unknown ignored ->
                        ofParty(claims, order, new Standing(order.recordedPatientId(), order.patientId(), "", 0));
                });
    }

    private Uni<Match> ofParty(Claims claims, OrderAnswer.Found order, Standing patient) {
        var nhsNumber = patient.nhsNumber();
        var said = nhsNumberOf(claims).map(NhsNumber::value);
        var matched = matched(order, patient);
        if (said.isPresent() && !nhsNumber.isEmpty() && !said.get().equals(nhsNumber)) {
            return unlessMerged(claims, matched);
        }
        var hospitalNumber = said.isPresent() ? Optional.<PatientQuery.Key>empty() : identifierOf(claims);
        return hospitalNumber
                .map(number -> patients.find(PatientQuery.ofIdentifiers(List.of(number), birthDateOf(claims)))
                        .map(other -> unlessOther(matched, other)))
                .orElseGet(() -> Uni.createFrom().item(matched));
    }

    /// Another NHS number is that of the order's patient where the two records were merged.
    private Uni<Match> unlessMerged(Claims claims, Match.Matched matched) {
        return byPatientId(claims).map(match -> switch (match) {
            case Match.Matched other when other.patientId().equals(matched.patientId()) -> matched;
            case Match.Unmatched(var reason) when reason.equals(AWAY) -> match;
            case Match.Matched ignored -> new Match.Clash(Contradiction.NHS_NUMBER_OF_ORDER);
            case Match.Unmatched ignored -> new Match.Clash(Contradiction.NHS_NUMBER_OF_ORDER);
            case Match.Clash ignored -> new Match.Clash(Contradiction.NHS_NUMBER_OF_ORDER);
        });
    }

    /// A hospital number that nobody knows says nothing; one that is another patient's says
    /// everything.
    private static Match unlessOther(Match.Matched matched, PatientAnswer patient) {
        return switch (patient) {
            case PatientAnswer.Found found when found.patientId().equals(matched.patientId()) -> matched;
            case PatientAnswer.Found ignored -> new Match.Clash(Contradiction.HOSPITAL_NUMBER_OF_ORDER);
            case PatientAnswer.Conflict ignored -> new Match.Clash(Contradiction.HOSPITAL_NUMBER_OF_ORDER);
            case PatientAnswer.Unknown ignored -> matched;
            case PatientAnswer.Unreachable ignored -> new Match.Unmatched(AWAY);
        };
    }

    /// An accession number is unique only within the organisation that gave it: for a sender who
    /// has no part in the order it counts only if the images name its patient, too, and else says
    /// nothing.
    private Uni<Match> ofStranger(Claims claims, OrderAnswer.Found order) {
        return byPatientId(claims).map(match -> switch (match) {
            case Match.Matched(var patient, var none, var nobody, var nothing)
            when patient.patientId().equals(order.patientId())
                    && nhsNumberOf(claims).isPresent() -> matched(order, patient);
            case Match.Matched other -> other;
            case Match.Unmatched(var reason) when reason.equals(AWAY) -> match;
            case Match.Unmatched ignored -> new Match.Unmatched("order-of-other-organisations");
            case Match.Clash clash -> clash;
        });
    }

    private static Match.Matched matched(OrderAnswer.Found order, Standing patient) {
        return new Match.Matched(
                patient, order.order().getOrderId(), partiesOf(order.order()), labelsOf(order.order()));
    }

    private static Standing standingOf(PatientAnswer.Found found) {
        return new Standing(found.recordedPatientId(), found.patientId(), found.nhsNumber(), found.standingVersion());
    }

    private static Uni<Match> clash(Contradiction contradiction) {
        return Uni.createFrom().item(new Match.Clash(contradiction));
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
            case PatientAnswer.Found found -> new Match.Matched(standingOf(found), "", Set.of(), Set.of());
            case PatientAnswer.Conflict ignored -> new Match.Clash(Contradiction.BIRTH_DATE);
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

    /// The security labels of an order, as it stands.
    ///
    /// @return empty where nobody can say now: to be asked again
    public Uni<Optional<Set<SecurityLabels.Label>>> labelsOfOrder(String orderId) {
        return orders.find(OrderQuery.ofId(orderId)).map(answer -> switch (answer) {
            case OrderAnswer.Found found -> Optional.of(labelsOf(found.order()));
            case OrderAnswer.Unknown ignored -> Optional.of(Set.of());
            case OrderAnswer.Ambiguous ignored -> Optional.of(Set.of());
            case OrderAnswer.Unreachable ignored -> Optional.empty();
        });
    }

    /// The security labels that are told with an order.
    public static Set<SecurityLabels.Label> labelsOf(OrderRef order) {
        return labelsOf(order.getSecurityLabelsList());
    }

    /// The same of anything that is told with labels.
    public static Set<SecurityLabels.Label> labelsOf(List<Code> told) {
        return told.stream()
                .map(label -> new SecurityLabels.Label(label.getSystem(), label.getCode()))
                .collect(Collectors.toUnmodifiableSet());
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

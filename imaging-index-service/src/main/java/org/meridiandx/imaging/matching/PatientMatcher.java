package org.meridiandx.imaging.matching;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.meridiandx.contracts.api.v1.FindOrderResponse;
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.contracts.api.v1.Identifier;
import org.meridiandx.fhir.IdentifierSystems;
import org.meridiandx.fhir.NhsNumber;
import org.meridiandx.fhir.OdsCode;

/// Finds a study's patient: by its order first, else by the patient id in the images.
@ApplicationScoped
public class PatientMatcher {
    private static final Logger LOG = Logger.getLogger(PatientMatcher.class);
    private final RegionDirectories directories;

    PatientMatcher(RegionDirectories directories) {
        this.directories = directories;
    }

    /// Never fails: with a directory away the study stays unmatched and is asked for again later.
    public Uni<Match> match(Claims claims) {
        var answer = claims.accessionNumber().isEmpty()
                ? byPatientId(claims)
                : directories.findOrder(claims.accessionNumber()).chain(order -> byOrder(claims, order));
        return answer.onFailure().recoverWithItem(away -> {
            LOG.warnf("study not matched for now: %s", away.getClass().getSimpleName());
            return new Match.Unmatched("directory-away");
        });
    }

    /// @return ten digits, or empty where the patient or their number is not known; fails when
    ///     identity-service is away
    public Uni<String> nhsNumberOf(String patientId) {
        return directories
                .findPatient(
                        FindPatientRequest.newBuilder().setPatientId(patientId).build())
                .map(FindPatientResponse::getNhsNumber);
    }

    private Uni<Match> byOrder(Claims claims, FindOrderResponse order) {
        return switch (order.getOutcome()) {
            case FOUND ->
                directories.findPatient(patientOf(claims, order)).map(patient -> judge(claims, order, patient));
            case AMBIGUOUS -> byPatientId(claims);
            case UNKNOWN, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> byPatientId(claims);
        };
    }

    private static FindPatientRequest patientOf(Claims claims, FindOrderResponse order) {
        return FindPatientRequest.newBuilder()
                .setPatientId(order.getPatientId())
                .setBirthDate(birthDateOf(claims))
                .build();
    }

    /// The order's patient is the study's patient unless the images say otherwise. An accession number
    /// is unique only
    /// within the organisation that gave it, so a stranger to the order must name the patient too.
    ///
    /// **Hazard:** the images of one patient in the record of another.
    private static Match judge(Claims claims, FindOrderResponse order, FindPatientResponse patient) {
        if (patient.getOutcome() == FindPatientResponse.Outcome.CONFLICT) {
            return new Match.Clash("birth-date-differs-from-order");
        }
        var said = nhsNumberOf(claims).map(NhsNumber::value);
        if (said.isPresent() && !patient.getNhsNumber().isEmpty() && !said.get().equals(patient.getNhsNumber())) {
            return new Match.Clash("nhs-number-differs-from-order");
        }
        var parties = partiesOf(order);
        var isNamed = said.isPresent() && said.get().equals(patient.getNhsNumber());
        if (!parties.contains(claims.custodian()) && !isNamed) {
            return new Match.Unmatched("order-of-other-organisations");
        }
        return new Match.Matched(
                order.getPatientId(), patient.getNhsNumber(), order.getOrder().getOrderId(), parties);
    }

    private Uni<Match> byPatientId(Claims claims) {
        var identifier = identifierOf(claims);
        if (identifier.isEmpty()) {
            return Uni.createFrom().item(new Match.Unmatched("no-identifier"));
        }
        var question = FindPatientRequest.newBuilder()
                .addIdentifiers(identifier.get())
                .setBirthDate(birthDateOf(claims))
                .build();
        return directories.findPatient(question).map(PatientMatcher::byPatient);
    }

    private static Match byPatient(FindPatientResponse patient) {
        return switch (patient.getOutcome()) {
            case FOUND -> new Match.Matched(patient.getPatientId(), patient.getNhsNumber(), "", Set.of());
            case CONFLICT -> new Match.Clash("birth-date-differs");
            case UNKNOWN, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> new Match.Unmatched("unknown-patient");
        };
    }

    /// An NHS number where it is one, else the sender's own hospital number.
    private static Optional<Identifier> identifierOf(Claims claims) {
        var nhsNumber = nhsNumberOf(claims);
        if (nhsNumber.isPresent()) {
            return Optional.of(
                    identifier(IdentifierSystems.NHS_NUMBER, nhsNumber.get().value()));
        }
        if (claims.patientId().isEmpty()) {
            return Optional.empty();
        }
        var assigner = OdsCode.parse(claims.issuer()).or(() -> OdsCode.parse(claims.custodian()));
        return assigner.map(ods -> identifier(IdentifierSystems.local(ods, "mrn"), claims.patientId()));
    }

    /// Ten digits with a right check digit count as an NHS number unless an issuer says that they are
    /// its own.
    private static Optional<NhsNumber> nhsNumberOf(Claims claims) {
        var issuer = claims.issuer();
        var isNational =
                issuer.isEmpty() || issuer.equalsIgnoreCase("NHS") || issuer.equals(IdentifierSystems.NHS_NUMBER);
        return isNational ? NhsNumber.parse(claims.patientId()) : Optional.empty();
    }

    private static Set<String> partiesOf(FindOrderResponse order) {
        var parties = new LinkedHashSet<String>();
        parties.add(order.getOrder().getRequester());
        parties.add(order.getOrder().getPerformer());
        parties.remove("");
        return parties;
    }

    private static String birthDateOf(Claims claims) {
        return claims.birthDate().map(Object::toString).orElse("");
    }

    private static Identifier identifier(String system, String value) {
        return Identifier.newBuilder().setSystem(system).setValue(value).build();
    }
}

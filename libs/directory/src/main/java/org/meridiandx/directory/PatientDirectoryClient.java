package org.meridiandx.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.contracts.api.v1.Identifier;

/// Asks identity-service which patient is meant. A question is safe to ask again.
///
/// With `meridian.directory.cache` found patients are remembered for so long; unknown ones never,
/// so that a new patient counts at once.
@Singleton
public class PatientDirectoryClient {
    private static final Logger LOG = Logger.getLogger(PatientDirectoryClient.class);
    private static final int MAX_IDENTIFIERS = 20;
    private static final int MAX_REMEMBERED = 50_000;
    private final PatientQuestions questions;
    private final Cache<PatientQuery, PatientAnswer> found;

    PatientDirectoryClient(
            PatientQuestions questions,
            @ConfigProperty(name = "meridian.directory.cache", defaultValue = "0s") Duration rememberFor) {
        this.questions = questions;
        this.found = Caffeine.newBuilder()
                .maximumSize(rememberFor.isZero() ? 0 : MAX_REMEMBERED)
                .expireAfterWrite(rememberFor)
                .build();
    }

    /// Never fails: no answer is [PatientAnswer.Unreachable].
    public Uni<PatientAnswer> find(PatientQuery query) {
        if (query.isEmpty()) {
            return Uni.createFrom().item(new PatientAnswer.Unknown());
        }
        var known = found.getIfPresent(query);
        return known != null ? Uni.createFrom().item(known) : ask(query);
    }

    /// As [#find], past what is remembered.
    public Uni<PatientAnswer> findAnew(PatientQuery query) {
        return query.isEmpty() ? Uni.createFrom().item(new PatientAnswer.Unknown()) : ask(query);
    }

    /// A patient who was looked for, with what [#demographics] would tell of the one found.
    ///
    /// @param demographics empty where nobody was found, where the record that the question names
    ///     was merged into another, and where the answer does not tell the labels: then they are to
    ///     be asked for
    public record Looked(PatientAnswer answer, Optional<Demographics> demographics) {}

    /// As [#findAnew], with how old and of which sex the patient is in the same answer. Never fails.
    public Uni<Looked> findWithDemographics(PatientQuery query) {
        return query.isEmpty()
                ? Uni.createFrom().item(new Looked(new PatientAnswer.Unknown(), Optional.empty()))
                : questions
                        .ask(requestOf(query).toBuilder().setDemographics(true).build())
                        .map(response -> new Looked(answerOf(response), demographicsOf(response)))
                        .onFailure()
                        .recoverWithItem(away -> new Looked(unreachable(away), Optional.empty()));
    }

    private static Optional<Demographics> demographicsOf(FindPatientResponse response) {
        var recorded = response.getRecordedPatientId();
        var isInForce = recorded.isEmpty() || recorded.equals(response.getPatientId());
        return isInForce && response.getLabelsTold() ? Demographics.of(response) : Optional.empty();
    }

    /// How old and of which sex a patient is.
    ///
    /// @return empty where nobody of that id is registered; fails with
    ///     [org.meridiandx.problem.ProblemException] `UNAVAILABLE` where there was no answer, and
    ///     where it does not tell the labels: who may read the patient goes by them
    public Uni<Optional<Demographics>> demographics(String patientId) {
        return questions
                .ask(FindPatientRequest.newBuilder()
                        .setPatientId(patientId)
                        .setDemographics(true)
                        .build())
                .invoke(PatientDirectoryClient::requireLabels)
                .map(Demographics::of)
                .onFailure()
                .transform(away -> unreachable(away).problem());
    }

    private static void requireLabels(FindPatientResponse response) {
        if (response.getOutcome() == FindPatientResponse.Outcome.FOUND && !response.getLabelsTold()) {
            throw new UnlabelledAnswerException();
        }
    }

    /// What a patient is called, how old and of which sex.
    ///
    /// @return empty where nobody of that id is registered; fails as [#demographics] does
    public Uni<Optional<NamedPatient>> named(String patientId) {
        return questions
                .ask(FindPatientRequest.newBuilder()
                        .setPatientId(patientId)
                        .setDemographics(true)
                        .setName(true)
                        .build())
                .map(NamedPatient::of)
                .onFailure()
                .transform(away -> unreachable(away).problem());
    }

    /// Name, address and practice, for a caller who was found to be allowed to read the patient.
    ///
    /// @return empty where there was no answer, or of an identity-service that does not tell them;
    ///     never fails
    public Uni<Optional<PatientDetails>> details(String patientId) {
        return questions
                .ask(FindPatientRequest.newBuilder()
                        .setPatientId(patientId)
                        .setDetails(true)
                        .build())
                .map(PatientDetails::of)
                .onFailure()
                .recoverWithItem(away -> {
                    unreachable(away);
                    return Optional.empty();
                });
    }

    private Uni<PatientAnswer> ask(PatientQuery query) {
        return questions
                .ask(requestOf(query))
                .map(PatientDirectoryClient::answerOf)
                .onFailure()
                .recoverWithItem(away -> unreachable(away))
                .invoke(answer -> remember(query, answer));
    }

    private void remember(PatientQuery query, PatientAnswer answer) {
        if (answer instanceof PatientAnswer.Found) {
            found.put(query, answer);
        }
    }

    private static FindPatientRequest requestOf(PatientQuery query) {
        var request =
                FindPatientRequest.newBuilder().setPatientId(query.patientId()).setBirthDate(query.birthDate());
        query.identifiers().stream()
                .limit(MAX_IDENTIFIERS)
                .forEach(key -> request.addIdentifiers(
                        Identifier.newBuilder().setSystem(key.system()).setValue(key.value())));
        return request.build();
    }

    private static PatientAnswer answerOf(FindPatientResponse response) {
        return switch (response.getOutcome()) {
            case FOUND -> foundOf(response);
            case CONFLICT -> new PatientAnswer.Conflict();
            case UNKNOWN, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> new PatientAnswer.Unknown();
        };
    }

    /// A registry that is older than merges tells no recorded id: nothing was merged there.
    private static PatientAnswer foundOf(FindPatientResponse response) {
        var recorded = response.getRecordedPatientId();
        return new PatientAnswer.Found(
                response.getPatientId(),
                response.getNhsNumber(),
                response.getDeceased(),
                recorded.isEmpty() ? response.getPatientId() : recorded,
                response.getStandingVersion());
    }

    private static PatientAnswer.Unreachable unreachable(Throwable away) {
        LOG.warnf("patient directory is away: %s", away.getClass().getSimpleName());
        return new PatientAnswer.Unreachable();
    }
}

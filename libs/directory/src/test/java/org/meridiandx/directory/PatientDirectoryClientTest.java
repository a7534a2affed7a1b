package org.meridiandx.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.contracts.api.v1.FindPatientResponse.Outcome;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

class PatientDirectoryClientTest {
    private final List<FindPatientRequest> asked = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"FOUND, Found", "CONFLICT, Conflict", "UNKNOWN, Unknown", "OUTCOME_UNSPECIFIED, Unknown"})
    void shouldTakeNobodyForFoundWhoWasNotNamed(Outcome outcome, String expected) {
        // Given
        var client = client(answer(outcome), Duration.ZERO);

        // When
        var answer = client.find(PatientQuery.ofId("p1")).await().indefinitely();

        // Then
        assertThat(answer.getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void shouldSayThatNobodyAnswered() {
        // Given
        var client = client(Uni.createFrom().failure(new IllegalStateException("away")), Duration.ofMinutes(1));

        // When
        var answer = client.find(PatientQuery.ofId("p1")).await().indefinitely();

        // Then
        assertThat(answer).isEqualTo(new PatientAnswer.Unreachable());
        assertThatThrownBy(answer::reached).isInstanceOf(ProblemException.class);
    }

    /// Of an older identity-service nobody can tell a patient without labels from a sealed one.
    @Test
    void shouldTellNoDemographicsWithoutTheLabels() {
        // Given
        var client = client(answer(Outcome.FOUND), Duration.ZERO);

        // When
        var demographics = client.demographics("p1");

        // Then
        assertThatThrownBy(() -> demographics.await().indefinitely())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().code()).isEqualTo(ProblemCode.UNAVAILABLE));
        assertThat(client(answer(Outcome.UNKNOWN), Duration.ZERO)
                        .demographics("p1")
                        .await()
                        .indefinitely())
                .isEmpty();
    }

    /// What a merged record says of itself is not what its survivor says.
    @ParameterizedTest
    @CsvSource({
        "FOUND, p1, true, true",
        "FOUND, '', true, true",
        "FOUND, p0, true, false",
        "FOUND, p1, false, false",
        "CONFLICT, p1, true, false"
    })
    void shouldTellDemographicsOfTheRecordInForceAlone(
            Outcome outcome, String recorded, boolean areLabelsTold, boolean areTold) {
        // Given
        var response = FindPatientResponse.newBuilder()
                .setOutcome(outcome)
                .setPatientId("p1")
                .setRecordedPatientId(recorded)
                .setBirthDate("1961-03-04")
                .addSecurityLabels("R")
                .setLabelsTold(areLabelsTold);

        // When
        var looked = client(Uni.createFrom().item(response.build()), Duration.ZERO)
                .findWithDemographics(PatientQuery.ofId("p1"))
                .await()
                .indefinitely();

        // Then
        assertThat(asked).singleElement().matches(FindPatientRequest::getDemographics);
        assertThat(looked.demographics().map(Demographics::labels))
                .isEqualTo(areTold ? Optional.of(Set.of("R")) : Optional.empty());
    }

    @Test
    void shouldTakeNoDetailsForNoneWhereTheyAreNotTold() {
        // Given
        var older = client(answer(Outcome.FOUND), Duration.ZERO);
        var away = client(Uni.createFrom().failure(new IllegalStateException("away")), Duration.ZERO);

        // When
        var ofOlder = older.details("p1").await().indefinitely();
        var ofAway = away.details("p1").await().indefinitely();

        // Then
        assertThat(ofOlder).isEmpty();
        assertThat(ofAway).isEmpty();
        assertThat(asked).allMatch(FindPatientRequest::getDetails);
    }

    @Test
    void shouldNotAskWithoutANumber() {
        // Given
        var client = client(answer(Outcome.FOUND), Duration.ZERO);

        // When
        var answer = client.find(PatientQuery.ofIdentifiers(List.of(), "1961-03-04"))
                .await()
                .indefinitely();

        // Then
        assertThat(answer).isEqualTo(new PatientAnswer.Unknown());
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"FOUND, 60, 1", "FOUND, 0, 2", "UNKNOWN, 60, 2", "CONFLICT, 60, 2"})
    void shouldRememberOnlyFoundPatients(Outcome outcome, int seconds, int questions) {
        // Given
        var client = client(answer(outcome), Duration.ofSeconds(seconds));
        client.find(PatientQuery.ofId("p1")).await().indefinitely();

        // When
        client.find(PatientQuery.ofId("p1")).await().indefinitely();

        // Then
        assertThat(asked).hasSize(questions);
    }

    @Test
    void shouldAskForTheFirstTwentyNumbers() {
        // Given
        var keys = IntStream.range(0, 30)
                .mapToObj(i -> new PatientQuery.Key("urn:x", "M" + i))
                .toList();

        // When
        client(answer(Outcome.UNKNOWN), Duration.ZERO)
                .find(PatientQuery.ofIdentifiers(keys, ""))
                .await()
                .indefinitely();

        // Then
        assertThat(asked)
                .singleElement()
                .satisfies(request -> assertThat(request.getIdentifiersList()).hasSize(20));
    }

    private PatientDirectoryClient client(Uni<FindPatientResponse> answer, Duration rememberFor) {
        return new PatientDirectoryClient(
                new PatientQuestions(request -> {
                    asked.add(request);
                    return answer;
                }),
                rememberFor);
    }

    private static Uni<FindPatientResponse> answer(Outcome outcome) {
        return Uni.createFrom()
                .item(FindPatientResponse.newBuilder()
                        .setOutcome(outcome)
                        .setPatientId("p1")
                        .build());
    }
}

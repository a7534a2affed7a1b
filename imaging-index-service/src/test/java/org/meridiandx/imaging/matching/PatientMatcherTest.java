package org.meridiandx.imaging.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.contracts.api.v1.FindOrderResponse;
import org.meridiandx.contracts.api.v1.FindPatientRequest;
import org.meridiandx.contracts.api.v1.FindPatientResponse;
import org.meridiandx.contracts.events.v1.OrderRef;
import org.meridiandx.directory.DirectoryFakes;
import org.meridiandx.problem.ProblemException;

class PatientMatcherTest {
    private static final String NHS_NUMBER = "9990000018";
    private static final String OTHER_NUMBER = "9990000026";

    @ParameterizedTest
    @CsvSource({
        // order's patient, what identity-service says, patient id in the images, custodian, expected
        "p1, FOUND, 9990000018, RX903, Matched p1 o1",
        "p1, FOUND, H7, RX901, Matched p1 o1",
        "p1, FOUND, H7, RX903, Matched p1 ",
        "p2, FOUND, 9990000018, RX903, Matched p1 ",
        "p2, FOUND, H7, RX901, Clash hospital-number-differs-from-order",
        "p1, UNKNOWN, H7, RX901, Matched p1 o1",
        "p1, UNKNOWN, H7, RX903, Unmatched order-of-other-organisations",
        "p1, UNKNOWN, 9990000018, RX903, Unmatched order-of-other-organisations",
        "p1, CONFLICT, 9990000018, RX903, Clash birth-date-differs",
        "p1, UNRECOGNIZED, 9990000018, RX903, Unmatched directory-away",
        "p1, FOUND, 9990000026, RX901, Clash nhs-number-differs-from-order",
        // p9 lives on in the order's patient
        "p9, FOUND, 9990000026, RX901, Matched p9 o1",
        "p1, CONFLICT, 9990000018, RX901, Clash birth-date-differs-from-order",
        "p1, UNRECOGNIZED, 9990000018, RX901, Unmatched directory-away",
        "'', FOUND, 9990000018, RX901, Matched p1 ",
        "'', UNKNOWN, 9990000018, RX901, Unmatched unknown-patient"
    })
    void shouldTakeTheOrdersPatientUnlessTheImagesSayOtherwise(
            String orderFor, FindPatientResponse.Outcome outcome, String patientId, String custodian, String expected) {
        // Given
        var matcher = matcher(order(orderFor), outcome);
        var claims = new Claims("A1", patientId, "", Optional.empty(), custodian);

        // When
        var match = matcher.match(claims).await().indefinitely();

        // Then
        assertThat(textOf(match)).isEqualTo(expected.strip());
    }

    @Test
    void shouldWaitWhileOrdersCannotBeAskedFor() {
        // Given
        Uni<FindOrderResponse> away = Uni.createFrom().failure(new IllegalStateException("away"));
        var matcher = matcher(away, FindPatientResponse.Outcome.FOUND);

        // When
        var match = matcher.match(new Claims("A1", NHS_NUMBER, "", Optional.empty(), "RX901"))
                .await()
                .indefinitely();

        // Then
        assertThat(match).isEqualTo(new Match.Unmatched("directory-away"));
    }

    @Test
    void shouldFailForWhoAsksAgainWhenNobodyAnswers() {
        // Given
        var matcher = matcher(order("p1"), FindPatientResponse.Outcome.UNRECOGNIZED);

        // When
        var number = matcher.nhsNumberOf("p1");

        // Then
        assertThatThrownBy(() -> number.await().indefinitely()).isInstanceOf(ProblemException.class);
    }

    private static Uni<FindOrderResponse> order(String patientId) {
        return Uni.createFrom()
                .item(FindOrderResponse.newBuilder()
                        .setOutcome(FindOrderResponse.Outcome.FOUND)
                        .setPatientId(patientId)
                        .setOrder(OrderRef.newBuilder()
                                .setOrderId("o1")
                                .setRequester("Y90001")
                                .setPerformer("RX901"))
                        .build());
    }

    /// @param outcome `UNRECOGNIZED` stands for no answer
    private static PatientMatcher matcher(Uni<FindOrderResponse> order, FindPatientResponse.Outcome outcome) {
        return new PatientMatcher(
                DirectoryFakes.patients(request -> answer(request, outcome)), DirectoryFakes.orders(order));
    }

    private static Uni<FindPatientResponse> answer(FindPatientRequest request, FindPatientResponse.Outcome outcome) {
        var named = request.getIdentifiersList().stream()
                        .anyMatch(id -> id.getValue().equals(OTHER_NUMBER))
                ? "p9"
                : "p1";
        return outcome == FindPatientResponse.Outcome.UNRECOGNIZED
                ? Uni.createFrom().failure(new IllegalStateException("away"))
                : Uni.createFrom()
                        .item(FindPatientResponse.newBuilder()
                                .setOutcome(outcome)
                                .setPatientId(request.getPatientId().isEmpty() ? named : request.getPatientId())
                                .setNhsNumber(NHS_NUMBER)
                                .build());
    }

    private static String textOf(Match match) {
        return switch (match) {
            case Match.Matched matched -> ("Matched " + matched.patientId() + " " + matched.orderId()).strip();
            case Match.Unmatched unmatched -> "Unmatched " + unmatched.reason();
            case Match.Clash clash -> "Clash " + clash.contradiction().slug();
        };
    }
}

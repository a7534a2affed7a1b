package org.meridiandx.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.contracts.api.v1.FindOrderResponse;
import org.meridiandx.contracts.api.v1.FindOrderResponse.Outcome;

class OrderDirectoryClientTest {
    @ParameterizedTest
    @CsvSource({"FOUND, Found", "AMBIGUOUS, Ambiguous", "UNKNOWN, Unknown", "OUTCOME_UNSPECIFIED, Unknown"})
    void shouldNeverChooseBetweenOrders(Outcome outcome, String expected) {
        // Given
        var response = FindOrderResponse.newBuilder().setOutcome(outcome).build();
        var client = new OrderDirectoryClient(
                new OrderQuestions(request -> Uni.createFrom().item(response)));

        // When
        var answer = client.find(OrderQuery.ofAccessionNumber("A1")).await().indefinitely();

        // Then
        assertThat(answer.getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void shouldSayThatNobodyAnswered() {
        // Given
        var client = new OrderDirectoryClient(
                new OrderQuestions(request -> Uni.createFrom().failure(new IllegalStateException("away"))));

        // When
        var answer = client.find(OrderQuery.ofNumbers("P1", "", "")).await().indefinitely();

        // Then
        assertThat(answer).isEqualTo(new OrderAnswer.Unreachable());
    }
}

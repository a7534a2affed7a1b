package org.meridiandx.order.cdshooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.order.cdshooks.HookFixture.answer;
import static org.meridiandx.order.cdshooks.HookFixture.card;
import static org.meridiandx.order.cdshooks.HookFixture.here;
import static org.meridiandx.order.cdshooks.HookFixture.order;
import static org.meridiandx.order.cdshooks.HookFixture.rating;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.testkit.identity.IdentityStandIn;
import org.meridiandx.testkit.identity.RecentTable;
import org.meridiandx.testkit.region.RegionTestResource;

/// What a card says while a part of the record is away or never answers: what was not checked, and
/// never nothing.
@QuarkusTest
@QuarkusTestResource(RegionTestResource.class)
class SlowRecordIT {
    /// In order by the guidelines: with the whole record there is no card.
    private static final String CHEST_XRAY =
            order("snomed 399208008", "http://hl7.org/fhir/sid/icd-10 R05", "snomed 267036007");

    /// Of whom nothing is asked for by other tests.
    private static final String PATIENT = "patient-slow-record";

    IdentityStandIn identity;

    @BeforeEach
    void knowOnePatient() {
        identity.reset();
        identity.patients().add(PATIENT, RegionFixture.NHS_NUMBER, "1980-01-01");
        identity.patients().gender(PATIENT, "female");
    }

    @AfterEach
    void answerAgain() {
        identity.reset();
    }

    @ParameterizedTest
    @EnumSource(
            value = RecentTable.State.class,
            names = {"AWAY", "HANGS"})
    void shouldSayThatImagingWasNotCheckedWhereTheRequestIsInOrder(RecentTable.State state) {
        // Given
        var whole = answer("order-select", here("order-select", PATIENT, CHEST_XRAY));
        identity.recent().studies(state);

        // When
        var answer = answer("order-select", here("order-select", PATIENT, CHEST_XRAY));

        // Then
        assertThat(whole.path("cards")).isEmpty();
        assertThat(rating(answer)).isEqualTo("appropriate");
        assertThat(card(answer, "unchecked").path("detail").asText())
                .contains("**Not checked:** The studies of the region could not be asked");
    }

    @ParameterizedTest
    @EnumSource(
            value = RecentTable.State.class,
            names = {"AWAY", "HANGS"})
    void shouldSayThatResultsWereNotChecked(RecentTable.State state) {
        // Given
        identity.recent().results(state);

        // When
        var answer = answer("order-select", here("order-select", PATIENT, CHEST_XRAY));

        // Then
        assertThat(card(answer, "unchecked").path("detail").asText())
                .contains("The results of the region could not be asked");
    }

    @Test
    void shouldSayThatNobodyToldWhoThePatientIs() {
        // Given
        identity.patients().hang(true);

        // When
        var answer = answer("order-select", here("order-select", PATIENT, CHEST_XRAY));

        // Then
        assertThat(answer.has("systemActions")).isFalse();
        assertThat(answer.toString()).contains("it cannot be reached at the moment");
    }
}

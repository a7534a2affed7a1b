package org.meridiandx.order.catalogue.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meridiandx.order.catalogue.rules.Performer.OpeningHours;
import org.meridiandx.order.catalogue.rules.RoutingRule.Wanted;

class RoutingRuleTest {
    private static final LocalDateTime MONDAY_NOON = LocalDateTime.parse("2026-11-23T12:00:00");
    private static final LocalDateTime MONDAY_NIGHT = LocalDateTime.parse("2026-11-23T23:00:00");
    private static final LocalDateTime SUNDAY_NOON = LocalDateTime.parse("2026-11-22T12:00:00");
    private static final OpeningHours WEEKDAYS = new OpeningHours(
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), LocalTime.of(8, 0), LocalTime.of(20, 0));
    private static final Performer CLINIC =
            new Performer("CLINIC", 1, OptionalInt.of(10), List.of(WEEKDAYS), Set.of("Y90001"));
    private static final Performer HOSPITAL = new Performer("HOSPITAL", 2, OptionalInt.empty(), List.of(), Set.of());
    private static final Performer OTHER = new Performer("OTHER", 1, OptionalInt.empty(), List.of(WEEKDAYS), Set.of());

    private static CatalogueTest test(Performer... performers) {
        return new CatalogueTest("ct", "CT", true, List.of(), List.of(), List.of(performers), List.of());
    }

    private static String choice(Wanted wanted, Map<String, Integer> taken) {
        return RoutingRule.choose(test(HOSPITAL, OTHER, CLINIC), wanted, taken)
                .orElseThrow()
                .ods();
    }

    private static String reason(Wanted wanted, Map<String, Integer> taken) {
        return RoutingRule.choose(test(HOSPITAL, OTHER, CLINIC), wanted, taken)
                .orElseThrow()
                .reason();
    }

    @Test
    void shouldChooseTheNearOneThatIsOpenAndHasRoom() {
        // Given
        var wanted = new Wanted("Y90001", "", MONDAY_NOON, false);

        // Then
        assertThat(choice(wanted, Map.of("CLINIC", 9))).isEqualTo("CLINIC");
        assertThat(reason(wanted, Map.of()))
                .contains("does CT", "open on the day", "room today", "near one for Y90001");
    }

    @Test
    void shouldGoOnByPriorityWhereNoneIsNear() {
        assertThat(choice(new Wanted("Y90099", "", MONDAY_NOON, false), Map.of("CLINIC", 10)))
                .isEqualTo("OTHER");
    }

    @Test
    void shouldLeaveAFullOneOut() {
        assertThat(choice(new Wanted("Y90001", "", MONDAY_NOON, false), Map.of("CLINIC", 10)))
                .isEqualTo("OTHER");
    }

    @Test
    void shouldSendTheUrgentToWhoIsOpenNowAndTheRoutineToWhoIsOpenThatDay() {
        assertThat(choice(new Wanted("Y90001", "", MONDAY_NIGHT, true), Map.of()))
                .isEqualTo("HOSPITAL");
        assertThat(choice(new Wanted("Y90001", "", MONDAY_NIGHT, false), Map.of()))
                .isEqualTo("CLINIC");
        assertThat(choice(new Wanted("Y90001", "", SUNDAY_NOON, false), Map.of()))
                .isEqualTo("HOSPITAL");
    }

    @Test
    void shouldKnowTheEdgesOfTheHours() {
        assertThat(choice(new Wanted("Y90001", "", LocalDateTime.parse("2026-11-23T08:00:00"), true), Map.of()))
                .isEqualTo("CLINIC");
        assertThat(choice(new Wanted("Y90001", "", LocalDateTime.parse("2026-11-23T19:59:59"), true), Map.of()))
                .isEqualTo("CLINIC");
        assertThat(choice(new Wanted("Y90001", "", LocalDateTime.parse("2026-11-23T20:00:00"), true), Map.of()))
                .isEqualTo("HOSPITAL");
        assertThat(choice(new Wanted("Y90001", "", LocalDateTime.parse("2026-11-23T07:59:59"), true), Map.of()))
                .isEqualTo("HOSPITAL");
    }

    @Test
    void shouldLetThePatientsChoiceWinEvenWhereItIsFullOrClosed() {
        // Given
        var wanted = new Wanted("Y90001", "CLINIC", SUNDAY_NOON, true);

        // Then
        assertThat(choice(wanted, Map.of("CLINIC", 99))).isEqualTo("CLINIC");
        assertThat(reason(wanted, Map.of())).isEqualTo("The place that the patient chose.");
    }

    @Test
    void shouldSayThatTheChosenPlaceDoesNotDoIt() {
        assertThat(reason(new Wanted("Y90001", "NOWHERE", MONDAY_NOON, false), Map.of()))
                .contains("NOWHERE, does not do it");
    }

    @Test
    void shouldFindSomebodyWhereAllAreFullOrClosedAndSaySo() {
        // When
        var choice = RoutingRule.choose(test(CLINIC), new Wanted("Y90001", "", SUNDAY_NOON, true), Map.of("CLINIC", 10))
                .orElseThrow();

        // Then
        assertThat(choice.ods()).isEqualTo("CLINIC");
        assertThat(choice.reason()).contains("nobody who does it is open", "full today");
    }

    @Test
    void shouldLeaveItOpenWhereNobodyDoesIt() {
        assertThat(RoutingRule.choose(test(), new Wanted("Y90001", "", MONDAY_NOON, false), Map.of()))
                .isEmpty();
    }
}

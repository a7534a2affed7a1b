package org.meridiandx.order.catalogue.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridiandx.order.catalogue.rules.Performer.OpeningHours;
import org.meridiandx.order.catalogue.rules.RoutingRule.Wanted;

class RoutingRuleTest {
    private static final LocalDateTime MONDAY_MORNING = LocalDateTime.parse("2026-11-23T06:00:00");
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

    /// The clinic has this many to do on the wanted day.
    private static TakenPlaces on(Wanted wanted, Map<String, Integer> taken) {
        var counts = new HashMap<TakenPlaces.Place, Integer>();
        taken.forEach((ods, count) -> counts.put(new TakenPlaces.Place(ods, wanted.day()), count));
        return new TakenPlaces(counts);
    }

    private static String choice(Wanted wanted, Map<String, Integer> taken) {
        return RoutingRule.choose(test(HOSPITAL, OTHER, CLINIC), wanted, on(wanted, taken))
                .orElseThrow()
                .ods();
    }

    private static String reason(Wanted wanted, Map<String, Integer> taken) {
        return RoutingRule.choose(test(HOSPITAL, OTHER, CLINIC), wanted, on(wanted, taken))
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
                .contains("does CT", "open on the day", "room on the day", "near one for Y90001");
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
        assertThat(choice(new Wanted("Y90001", "", MONDAY_MORNING, false), Map.of()))
                .isEqualTo("CLINIC");
        assertThat(choice(new Wanted("Y90001", "", MONDAY_NIGHT, false), Map.of()))
                .isEqualTo("HOSPITAL");
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
        // Given
        var wanted = new Wanted("Y90001", "", SUNDAY_NOON, true);

        // When
        var choice = RoutingRule.choose(test(CLINIC), wanted, on(wanted, Map.of("CLINIC", 10)))
                .orElseThrow();

        // Then
        assertThat(choice.ods()).isEqualTo("CLINIC");
        assertThat(choice.reason()).contains("nobody who does it is open", "full on the day");
    }

    @Test
    void shouldLeaveItOpenWhereNobodyDoesIt() {
        assertThat(RoutingRule.choose(test(), new Wanted("Y90001", "", MONDAY_NOON, false), TakenPlaces.NONE))
                .isEmpty();
    }

    /// The clinic is full on its first days.
    private static TakenPlaces full(int days) {
        var counts = new HashMap<TakenPlaces.Place, Integer>();
        for (var day = 0; day < days; day++) {
            counts.put(new TakenPlaces.Place("CLINIC", MONDAY_NOON.toLocalDate().plusDays(day)), 10);
        }
        return new TakenPlaces(counts);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            0, 2026-11-23T12:00, 2026-11-23
            0, 2026-11-23T19:59, 2026-11-23
            0, 2026-11-23T20:00, 2026-11-24
            1, 2026-11-23T12:00, 2026-11-24
            4, 2026-11-23T12:00, 2026-11-27
            5, 2026-11-23T12:00, 2026-11-30
            0, 2026-11-28T12:00, 2026-11-30
            39, 2026-11-23T12:00, 2027-01-01
            """)
    void shouldSkipFullAndClosedDays(int fullDays, LocalDateTime time, LocalDate expected) {
        // Given
        var wanted = new Wanted("Y90001", "", time, false);

        // When
        var choice = RoutingRule.choose(test(CLINIC), wanted, full(fullDays)).orElseThrow();

        // Then
        assertThat(choice.day()).isEqualTo(expected);
        assertThat(choice.reason())
                .contains(
                        expected.equals(time.toLocalDate())
                                ? "has room on the day"
                                : "is open and has room on " + expected);
    }

    @Test
    void shouldSayForWhichDayWhereTheWantedOneIsFull() {
        // Given
        var wanted = new Wanted("Y90001", "", MONDAY_NOON, false);

        // When
        var choice = RoutingRule.choose(test(CLINIC), wanted, full(2)).orElseThrow();

        // Then
        assertThat(choice.reason()).contains("is open and has room on 2026-11-25");
    }

    @Test
    void shouldNotPutOffTheUrgent() {
        // Given
        var wanted = new Wanted("Y90001", "", MONDAY_NOON, true);

        // When
        var choice = RoutingRule.choose(test(CLINIC), wanted, full(2)).orElseThrow();

        // Then
        assertThat(choice.day()).isEqualTo(wanted.day());
        assertThat(choice.reason()).contains("full on the day");
    }

    @Test
    void shouldStayWithTheWantedDayWhereNobodyHasRoomInSixWeeks() {
        // Given
        var wanted = new Wanted("Y90001", "", MONDAY_NOON, false);

        // When
        var choice = RoutingRule.choose(test(CLINIC), wanted, full(40)).orElseThrow();

        // Then
        assertThat(choice.day()).isEqualTo(wanted.day());
        assertThat(choice.reason()).contains("is open on the day", "full on the day");
    }

    @Test
    void shouldChooseTheFirstFreeDayAndOfThoseTheNearOne() {
        // Given
        var wanted = new Wanted("Y90001", "", MONDAY_NOON, false);

        // When
        var near = RoutingRule.choose(test(HOSPITAL, OTHER, CLINIC), wanted, TakenPlaces.NONE);
        var sooner = RoutingRule.choose(test(HOSPITAL, CLINIC), wanted, full(1));
        var nobody = RoutingRule.choose(test(), wanted, TakenPlaces.NONE);

        // Then
        assertThat(near.map(RoutingRule.Choice::ods)).contains("CLINIC");
        assertThat(near.map(RoutingRule.Choice::day)).contains(wanted.day());
        assertThat(sooner.map(RoutingRule.Choice::ods)).contains("HOSPITAL");
        assertThat(sooner.map(RoutingRule.Choice::day)).contains(wanted.day());
        assertThat(nobody).isEmpty();
    }

    @Test
    void shouldNotChooseTheOneThatHasClosedForTheDayBeforeOneThatIsOpen() {
        // Given
        var wanted = new Wanted("Y90001", "", MONDAY_NIGHT, false);

        // When
        var choice = RoutingRule.choose(test(HOSPITAL, CLINIC), wanted, TakenPlaces.NONE)
                .orElseThrow();
        var alone = RoutingRule.choose(test(CLINIC), wanted, full(50)).orElseThrow();

        // Then
        assertThat(choice.ods()).isEqualTo("HOSPITAL");
        assertThat(choice.day()).isEqualTo(wanted.day());
        assertThat(alone.reason()).contains("nobody who does it is open then");
    }
}

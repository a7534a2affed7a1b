package org.meridiandx.bench.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LossCheckTest {

    private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
    private static final Instant BEGAN = NOW.minusSeconds(60);
    private static final int ROUTINE = 3;

    private final LabFeed feed = LabFeed.of("K1", 40, LocalDateTime.of(2026, 1, 5, 9, 30));
    private final Set<String> acknowledged = new HashSet<>();
    private final Map<String, Integer> kept = new HashMap<>();
    private final Map<String, List<Stored.Report>> reports = new HashMap<>();
    private final Map<String, Stored.Loop> loops = new HashMap<>();
    private final Map<String, Set<String>> versions = new HashMap<>();
    private final Map<String, Set<String>> escalations = new HashMap<>();

    LossCheckTest() {
        feed.reports().forEach(this::putAsItShouldBe);
    }

    @Test
    void shouldFindNothingWhereAllIsThereOnce() {
        // Given, When
        var faults = faults();

        // Then
        assertThat(faults).isEmpty();
    }

    @Test
    void shouldFindAMessageThatIsNotKept() {
        // Given
        kept.remove(first().controlId());

        // When
        var faults = faults();

        // Then
        assertThat(faults).containsExactly("message " + first().controlId() + " was acknowledged and is kept 0 times");
    }

    @Test
    void shouldFindAMessageThatIsKeptTwice() {
        // Given
        kept.put(first().controlId(), 2);

        // When
        var faults = faults();

        // Then
        assertThat(faults).containsExactly("message " + first().controlId() + " was acknowledged and is kept 2 times");
    }

    @Test
    void shouldFindAMessageThatNobodyTook() {
        // Given
        acknowledged.remove(first().controlId());

        // When
        var faults = faults();

        // Then
        assertThat(faults).containsExactly("message " + first().controlId() + " was never acknowledged");
    }

    @Test
    void shouldFindALostAndADoubledReport() {
        // Given
        reports.remove(filler(0));
        reports.put(filler(1), List.of(report(1).getFirst(), report(1).getFirst()));

        // When
        var faults = faults();

        // Then
        assertThat(faults)
                .containsExactly(
                        "report K1-R0 was acknowledged and is stored 0 times",
                        "report K1-R1 was acknowledged and is stored 2 times");
    }

    @Test
    void shouldFindAVersionTooMany() {
        // Given
        var right = report(ROUTINE).getFirst();
        reports.put(
                filler(ROUTINE), List.of(new Stored.Report(right.id(), 4, 3, right.lines(), right.number(), Set.of())));
        loops.computeIfPresent(right.id(), (id, loop) -> loop(4, loop.isCritical(), loop.due(), 4, loop.fired()));

        // When
        var faults = faults();

        // Then
        assertThat(faults)
                .containsExactly(
                        "report K1-R3 had 3 versions and is stored as version 4 after 3 others",
                        "version 4 of report K1-R3 was told by 0 events instead of 1",
                        "report K1-R3 is followed as version 4, begun 4 times, addressed, not critical");
    }

    @Test
    void shouldAllowOneMoreVersionForAPatientWhoWasFoundLater() {
        // Given
        var right = report(ROUTINE).getFirst();
        reports.put(
                filler(ROUTINE),
                List.of(new Stored.Report(right.id(), 4, 3, right.lines(), right.number(), Set.of(1, 2))));
        loops.computeIfPresent(right.id(), (id, loop) -> loop(4, loop.isCritical(), loop.due(), 3, loop.fired()));
        versions.keySet().removeAll(Set.of(right.id() + "/1", right.id() + "/2"));
        versions.put(right.id() + "/4", Set.of("matched"));

        // When
        var faults = faults();

        // Then
        assertThat(faults).isEmpty();
    }

    @Test
    void shouldFindAReportThatStandsAsAnEarlierMessageSaidIt() {
        // Given
        var right = report(ROUTINE).getFirst();
        reports.put(
                filler(ROUTINE),
                List.of(new Stored.Report(right.id(), 3, 2, right.lines(), right.number() - 1, Set.of())));

        // When
        var faults = faults();

        // Then
        assertThat(faults)
                .containsExactly("report K1-R3 has 3 lines of message 1007 instead of 3 of message 1008"
                        .replace("1007", String.valueOf(right.number() - 1))
                        .replace("1008", String.valueOf(right.number())));
    }

    @Test
    void shouldFindAReportThatNobodyFollows() {
        // Given
        loops.remove("id-K1-R3");

        // When
        var faults = faults();

        // Then
        assertThat(faults).containsExactly("report K1-R3 is followed by nobody");
    }

    @Test
    void shouldFindADeadlineThatIsGone() {
        // Given
        loops.computeIfPresent("id-K1-R3", (id, loop) -> loop(3, false, Instant.MAX, 3, List.of()));

        // When
        var faults = faults();

        // Then
        assertThat(faults).singleElement().asString().startsWith("routine report K1-R3 began at");
    }

    @Test
    void shouldFindATimerThatNeverFired() {
        // Given
        loops.computeIfPresent("id-K1-R9", (id, loop) -> loop(loop.version(), true, BEGAN, loop.begun(), List.of()));
        escalations.remove("id-K1-R9");

        // When
        var faults = faults();

        // Then
        assertThat(faults).singleElement().asString().endsWith("was told of 0 times");
    }

    @Test
    void shouldFindATimerThatFiredTwice() {
        // Given
        var twice = List.of(BEGAN.plusSeconds(4), BEGAN.plusMillis(4200));
        loops.computeIfPresent("id-K1-R9", (id, loop) -> loop(loop.version(), true, loop.due(), loop.begun(), twice));
        escalations.put("id-K1-R9", Set.of("e1", "e2"));

        // When
        var faults = faults();

        // Then
        assertThat(faults)
                .containsExactly("critical report K1-R9 was told of at 2026-01-05T09:59:04Z and again at"
                        + " 2026-01-05T09:59:04.200Z");
    }

    @Test
    void shouldFindEventsThatWereLostOrDoubled() {
        // Given
        versions.remove("id-K1-R3/2");
        versions.put("id-K1-R0/1", Set.of("a", "b"));
        escalations.remove("id-K1-R9");

        // When
        var faults = faults();

        // Then
        assertThat(faults)
                .containsExactly(
                        "version 1 of report K1-R0 was told by 2 events instead of 1",
                        "version 2 of report K1-R3 was told by 0 events instead of 1",
                        "critical report K1-R9 was escalated 1 to 1 times, which 0 events tell");
    }

    private List<String> faults() {
        var stored = new Stored(NOW, kept, reports, loops, 0);
        return new LossCheck(feed, acknowledged, stored, new Told(versions, escalations, 0), stored).faults();
    }

    private void putAsItShouldBe(LabFeed.Report sent) {
        String id = "id-" + sent.filler();
        int count = sent.messages().size();
        sent.messages().forEach(message -> {
            acknowledged.add(message.controlId());
            kept.put(message.controlId(), 1);
        });
        reports.put(
                sent.filler(),
                new ArrayList<>(List.of(new Stored.Report(
                        id, count, count - 1, LabFeed.LINES, sent.last().number(), Set.of()))));
        var fired = sent.isCritical() ? List.of(BEGAN.plusSeconds(4)) : List.<Instant>of();
        var due = sent.isCritical() ? NOW.plusSeconds(3) : BEGAN.plus(Duration.ofDays(7));
        loops.put(id, loop(count, sent.isCritical(), due, count, fired));
        for (int version = 1; version <= count; version++) {
            versions.put(id + "/" + version, Set.of("event-" + version + "-" + id));
        }
        if (sent.isCritical()) {
            escalations.put(id, Set.of("escalated-" + id));
        }
    }

    private static Stored.Loop loop(int version, boolean isCritical, Instant due, int begun, List<Instant> fired) {
        return new Stored.Loop(version, "addressed", isCritical, due, BEGAN, begun, fired);
    }

    private LabFeed.Message first() {
        return feed.reports().getFirst().messages().getFirst();
    }

    private List<Stored.Report> report(int index) {
        return reports.getOrDefault(filler(index), List.of());
    }

    private String filler(int index) {
        return feed.reports().get(index).filler();
    }
}

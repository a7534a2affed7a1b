package org.meridiandx.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.meridiandx.dev.journey.Exchange;
import org.meridiandx.dev.journey.Journey;
import org.meridiandx.dev.journey.JourneyListener;
import org.meridiandx.dev.journey.StepReport;

/// The journey that `./dx demo` shows: order, images, results, report, acknowledgement, privacy, and a killed service.
class OrderToAcknowledgedResultIT {

    @Test
    void shouldLeadFromAnOrderToAnAcknowledgedResult() throws Exception {
        // Given
        var region = SharedRegion.get();
        var journey = Journey.whole(region.partner(), region.root());
        var told = new Told();

        // When
        var reports = journey.play(told);

        // Then
        assertThat(reports).as(told.story()).allMatch(StepReport::passed).hasSize(journey.length());
        assertThat(reports).allSatisfy(report -> assertThat(report.checks()).isNotEmpty());
    }

    private static final class Told implements JourneyListener {
        private final ArrayList<String> lines = new ArrayList<>();

        String story() {
            return String.join("\n", lines);
        }

        @Override
        public void begins(int number, String title) {
            lines.add(number + ". " + title);
        }

        @Override
        public void exchanged(Exchange exchange) {
            lines.add("   " + exchange.who() + ": " + exchange.sent() + " -> " + exchange.answer() + " ("
                    + exchange.took().toMillis() + " ms)");
        }

        @Override
        public void held(String check) {
            lines.add("     ok: " + check);
        }

        @Override
        public void ended(StepReport report) {
            report.failure().ifPresent(failure -> lines.add("     FAILED: " + failure));
            System.out.println(report.number() + ". " + report.title() + ": "
                    + report.failure().orElse("passed") + " in " + report.took().toMillis() + " ms");
        }
    }
}

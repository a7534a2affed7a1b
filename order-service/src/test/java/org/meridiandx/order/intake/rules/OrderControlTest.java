package org.meridiandx.order.intake.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderControlTest {
    @ParameterizedTest
    @CsvSource({
        "NW, '', PLACE",
        "SN, '', PLACE",
        "RO, '', REPLACEMENT",
        "RP, '', REPLACE",
        "RU, '', REPLACE",
        "RQ, '', REPLACE",
        "'', '', PLACE",
        "CD:2539, '', PLACE",
        "CA, '', CANCEL",
        "DC, '', CANCEL",
        "oc, '', CANCEL",
        "XO, '', CHANGE",
        "XX, CA, CHANGE",
        "HD, '', HOLD",
        "RL, '', RELEASE",
        "SC, IP, STATUS",
        "SC, '', STATUS",
        "SC, CA, CANCEL",
        "SC, hd, HOLD",
        "UA, '', UNABLE",
        "ux, '', UNABLE"
    })
    void shouldReadWhatIsAskedFor(String control, String status, OrderControl expected) {
        assertThat(OrderControl.of(control, status)).isEqualTo(expected);
    }
}

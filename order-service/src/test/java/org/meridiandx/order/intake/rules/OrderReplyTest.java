package org.meridiandx.order.intake.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderReplyTest {
    @ParameterizedTest
    @CsvSource({
        "NW, OK, UA",
        "'', OK, UA",
        "CD:2539, OK, UA",
        "CA, CR, UC",
        "ca, CR, UC",
        "DC, DR, UD",
        "HD, HR, UH",
        "RL, OR, UR",
        "XO, XR, UX",
        "SC, OK, UA",
        "OC, OK, UC",
        "OD, OK, UD",
        "OH, OK, UH",
        "OE, OK, UR",
        "XX, OK, UX",
        "RP, RQ, UM",
        "RO, OK, UA",
        "RQ, OK, UM",
        "RU, OK, UM"
    })
    void shouldAnswerEachCodeByItsOwn(String control, String done, String unable) {
        assertThat(OrderReply.to(control, true)).isEqualTo(done);
        assertThat(OrderReply.to(control, false)).isEqualTo(unable);
    }
}

package org.meridiandx.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HttpDateTest {
    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    @Test
    void shouldWriteTheFormOfHttp() {
        assertThat(HttpDate.of(Instant.parse("1994-11-06T08:49:37.999Z"))).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @Test
    void shouldWriteAnyTimeAsAFormatterDoes() {
        var random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            var time = Instant.ofEpochSecond(random.nextLong(-30_000_000_000L, 250_000_000_000L));
            assertThat(HttpDate.of(time)).isEqualTo(FORM.format(time.atOffset(ZoneOffset.UTC)));
        }
    }
}

package org.meridiandx.dev.persona;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// What a good client does about 503 with `Retry-After`: it waits as it is told, and asks again, but not for ever.
///
/// **Source:** RFC 9110, sections 10.2.3 and 15.6.4.
public final class RetryAfter {

    private static final int SERVICE_UNAVAILABLE = 503;

    private final Duration patience;

    /// @param patience how long all waiting for one answer may take
    public RetryAfter(Duration patience) {
        this.patience = patience;
    }

    /// Sends a request.
    public interface Exchange<T> {
        /// Sends it once.
        HttpResponse<T> send() throws IOException, InterruptedException;
    }

    /// Sends a request until the answer is another than "not now", or patience is at its end.
    ///
    /// @param exchange sends the same request each time: under the same request id a write happens once
    /// @return the last answer
    public <T> HttpResponse<T> send(Exchange<T> exchange) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            var answer = exchange.send();
            var pause = pause(answer, Instant.now());
            if (pause.isEmpty() || System.nanoTime() + pause.get().toNanos() > end) {
                return answer;
            }
            Thread.sleep(pause.get());
        }
    }

    /// How long an answer asks to wait, if it does: seconds or a date.
    static Optional<Duration> pause(HttpResponse<?> answer, Instant now) {
        return answer.statusCode() == SERVICE_UNAVAILABLE
                ? answer.headers().firstValue("Retry-After").flatMap(value -> parse(value.strip(), now))
                : Optional.empty();
    }

    private static Optional<Duration> parse(String value, Instant now) {
        if (value.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            var date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            var pause = Duration.between(now, date.toInstant());
            return Optional.of(pause.isNegative() ? Duration.ZERO : pause);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

package org.meridiandx.result.subscriptions.definition;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelComponent;
import org.hl7.fhir.r4.model.Subscription.SubscriptionChannelType;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Reads how a subscriber wants to be told.
final class ChannelReader {
    private static final String PLACE = "Subscription.channel";
    private static final int MOST_HEADERS = 10;
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}):[ -~]{0,4000}");
    /// What belongs to the connection, or to us.
    private static final Set<String> OUR_HEADERS = Set.of(
            "host",
            "connection",
            "content-length",
            "content-type",
            "content-encoding",
            "expect",
            "keep-alive",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-hmac-sha256-signature");

    private static final int LONGEST_TIMEOUT_SECONDS = 30;
    private static final int SHORTEST_HEARTBEAT_SECONDS = 10;
    private static final int LONGEST_HEARTBEAT_SECONDS = 604_800;
    private static final int MOST_EVENTS = 20;
    private final SubscriptionChannelComponent channel;

    ChannelReader(SubscriptionChannelComponent channel) {
        this.channel = channel;
    }

    /// @throws ProblemException 422 for a kind of channel that is not served
    void requireRestHook() {
        if (channel.getType() == null) {
            throw ProblemException.of(ProblemCode.MISSING_VALUE, "The channel has no type.", PLACE + ".type");
        }
        if (channel.getType() != SubscriptionChannelType.RESTHOOK) {
            throw ProblemException.of(
                    ProblemCode.UNSUPPORTED_RESOURCE, "The only channel is rest-hook.", PLACE + ".type");
        }
    }

    PayloadContent payload() {
        var content = extension(channel.getPayloadElement(), Backport.CONTENT)
                .map(extension -> extension.getValue() instanceof StringType code ? code.getValue() : "")
                .flatMap(PayloadContent::of)
                .orElseThrow(() -> ProblemException.of(
                        ProblemCode.INVALID_VALUE,
                        "The payload says by the extension backport-payload-content: empty, id-only or full-resource.",
                        PLACE + ".payload.extension"));
        var type = Optional.ofNullable(channel.getPayload()).orElse("");
        if (!type.equals("application/fhir+json") && !(type.isEmpty() && content == PayloadContent.EMPTY)) {
            throw ProblemException.of(
                    ProblemCode.UNSUPPORTED_RESOURCE, "The payload is application/fhir+json.", PLACE + ".payload");
        }
        return content;
    }

    List<String> headers() {
        var headers = channel.getHeader().stream()
                .map(header -> Optional.ofNullable(header.getValue()).orElse(""))
                .toList();
        if (headers.size() > MOST_HEADERS || !headers.stream().allMatch(ChannelReader::isHeader)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE,
                    "At most " + MOST_HEADERS + " headers, each Name: value, none that the connection itself needs.",
                    PLACE + ".header");
        }
        return headers;
    }

    private static boolean isHeader(String header) {
        var match = HEADER.matcher(header);
        return match.matches() && !OUR_HEADERS.contains(match.group(1).toLowerCase(Locale.ROOT));
    }

    Duration heartbeat() {
        return Duration.ofSeconds(number(Backport.HEARTBEAT, 0, SHORTEST_HEARTBEAT_SECONDS, LONGEST_HEARTBEAT_SECONDS));
    }

    Optional<Duration> timeout() {
        return Optional.of(number(Backport.TIMEOUT, 0, 1, LONGEST_TIMEOUT_SECONDS))
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds);
    }

    int maxCount() {
        return number(Backport.MAX_COUNT, 1, 1, MOST_EVENTS);
    }

    /// @param absent what holds without the extension, and may be said, too
    private int number(String url, int absent, int least, int most) {
        var found = extension(channel, url);
        if (found.isEmpty()) {
            return absent;
        }
        var value = found.get().getValue() instanceof IntegerType number ? number.getValue() : null;
        if (value == null || value != absent && (value < least || value > most)) {
            throw ProblemException.of(
                    ProblemCode.INVALID_VALUE,
                    url.substring(url.lastIndexOf('/') + 1) + " is from " + least + " to " + most + ".",
                    PLACE + ".extension");
        }
        return value;
    }

    private static Optional<Extension> extension(Element element, String url) {
        return Optional.ofNullable(element.getExtensionByUrl(url));
    }
}

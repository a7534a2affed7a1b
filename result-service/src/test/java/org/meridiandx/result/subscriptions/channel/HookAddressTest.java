package org.meridiandx.result.subscriptions.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HookAddressTest {
    private static SubscriptionConfig config(Map<String, String> more) {
        var builder = new SmallRyeConfigBuilder()
                .withMapping(SubscriptionConfig.class)
                .withConverter(Duration.class, 200, new DurationConverter())
                .withDefaultValue("meridian.subscriptions.interval", "1s")
                .withDefaultValue("meridian.subscriptions.measure-interval", "10s");
        more.forEach((name, value) -> builder.withDefaultValue("meridian.subscriptions." + name, value));
        return builder.build().getConfigMapping(SubscriptionConfig.class);
    }

    private final HookAddress strict =
            new HookAddress(config(Map.of("allowed-hosts", "gp.example,localhost,127.0.0.1,10.0.0.1")));

    @Test
    void shouldCallWhatIsAllowed() {
        assertThat(strict.refusal("https://gp.example/hook?a=b")).isEmpty();
        assertThat(strict.refusal("https://GP.example:8443")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://gp.example/hook",
                "https://other.example/hook",
                "https://gp.example.other.example/hook",
                "https://user:word@gp.example/hook",
                "https://gp.example/hook#part",
                "https:///hook",
                "file:///etc/hosts",
                "gp.example",
                "",
                "https://gp.example/ hook"
            })
    void shouldRefuseWhatIsNot(String endpoint) {
        assertThat(strict.refusal(endpoint)).isNotEmpty();
    }

    @Test
    void shouldRefuseEverythingWithoutAList() {
        // Given
        var none = new HookAddress(config(Map.of()));

        // Then
        assertThat(none.refusal("https://gp.example/hook")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://localhost/", "https://127.0.0.1/", "https://10.0.0.1/"})
    void shouldNotConnectToTheOwnNetworkEvenWhereTheNameIsAllowed(String endpoint) {
        // Given
        var address = URI.create(endpoint);

        // Then
        assertThat(strict.refusal(endpoint)).isEmpty();
        assertThatThrownBy(() -> strict.resolve(address))
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("not public");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "5, 16", "12, 2048", "13, 3600", "1000, 3600"})
    void shouldPauseLongerEachTimeUpToAnHour(int failures, long seconds) {
        assertThat(config(Map.of()).pauseAfter(failures)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void shouldRefuseToStartInProductionWithAddressesOfTheOwnNetwork() {
        assertThat(HookProductionCheck.findings("https://north.example", true)).hasSize(1);
        assertThat(HookProductionCheck.findings("https://north.example", false)).isEmpty();
        assertThat(HookProductionCheck.findings("http://localhost:8080", true)).isEmpty();
    }
}

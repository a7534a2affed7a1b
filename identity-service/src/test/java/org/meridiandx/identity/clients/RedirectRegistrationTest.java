package org.meridiandx.identity.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectRegistrationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example/back",
                "https://app.example/back?tenant=1",
                "http://localhost:9000/cb",
                "http://127.0.0.1/cb",
                "com.example.app:/cb"
            })
    void shouldRegisterPlainAddresses(String address) {
        // Given
        var addresses = List.of(address);

        // When
        var registered = ClientRules.redirects(addresses);

        // Then
        assertThat(registered).containsExactly(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://app.example/back",
                "https://app.example/back#here",
                "https://user@app.example/back",
                "https://app.example/a/../b",
                "https://app.example/a/%2e%2e/b",
                "https://*.example/back",
                "https://app.example/a b",
                "https://\u0430pp.example/back",
                "javascript:alert(1)",
                "data:text/html,x",
                "myapp:/cb",
                "com.example.app:cb",
                "//app.example/back",
                ""
            })
    void shouldRefuseAddressesThatCanBeReadInTwoWays(String address) {
        // Given
        var addresses = List.of(address);

        // When / Then
        assertThatIllegalArgumentException().isThrownBy(() -> ClientRules.redirects(addresses));
    }
}

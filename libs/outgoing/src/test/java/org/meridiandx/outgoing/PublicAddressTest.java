package org.meridiandx.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicAddressTest {
    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, true",
        "51.140.1.1, true",
        "2a00:1450:4009::1, true",
        "127.0.0.1, false",
        "127.9.9.9, false",
        "0.0.0.0, false",
        "10.0.0.1, false",
        "172.16.0.1, false",
        "172.31.255.255, false",
        "172.32.0.1, true",
        "192.168.1.1, false",
        "169.254.169.254, false",
        "100.64.0.1, false",
        "198.18.0.1, false",
        "192.0.2.1, false",
        "224.0.0.1, false",
        "255.255.255.255, false",
        "::1, false",
        "::, false",
        "::ffff:127.0.0.1, false",
        "64:ff9b::7f00:1, false",
        "2002:7f00:1::, false",
        "2001:db8::1, false",
        "fc00::1, false",
        "fd12:3456::1, false",
        "fe80::1, false",
        "ff02::1, false",
    })
    void shouldTellTheInternetFromEverythingElse(String address, boolean expected) throws UnknownHostException {
        // Given
        var parsed = InetAddress.getByName(address);

        // When
        var isPublic = PublicAddress.is(parsed);

        // Then
        assertThat(isPublic).isEqualTo(expected);
    }
}

package org.meridiandx.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OAuthFormTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_id=a&client_id=b",
                "client_id=a&client%5Fid=b",
                "&&&&&&&&&&&&&&&&&&&&client_id=a&client_id=b",
                "x&x&x&x&x&x&x&x&x&x&x&x&x&x&x&x&x&x&x&x&client_id=a&client_id=b",
                "a=%",
                "a=%zz",
            })
    void shouldRefuseWhatCanBeReadInTwoWays(String query) {
        // Given a query

        // When
        var reading = assertThatThrownBy(() -> OAuthForm.query(query));

        // Then
        reading.isInstanceOf(OAuthRefusal.class);
    }

    @Test
    void shouldTakeTwentyParametersAndNoMore() {
        // Given
        var twenty = IntStream.range(0, 20).mapToObj(i -> "p" + i + "=" + i).collect(Collectors.joining("&"));

        // When
        var form = OAuthForm.query(twenty);
        var more = assertThatThrownBy(() -> OAuthForm.query(twenty + "&p20=20"));

        // Then
        assertThat(form.parameters()).hasSize(20).containsEntry("p19", "19");
        more.isInstanceOf(OAuthRefusal.class);
    }

    @Test
    void shouldReadWhatIsEncoded() {
        // Given
        var query = "scope=openid+user%2F*.rs&state=%C3%A9%26%3D&empty=";

        // When
        var form = OAuthForm.query(query);

        // Then
        assertThat(form.find("scope")).contains("openid user/*.rs");
        assertThat(form.find("state")).contains("é&=");
        assertThat(form.find("empty")).isEmpty();
    }
}

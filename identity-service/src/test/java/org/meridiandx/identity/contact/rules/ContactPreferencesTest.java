package org.meridiandx.identity.contact.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContactPreferencesTest {

    @ParameterizedTest
    @ValueSource(strings = {"en", "pl", "bfi", "q4"})
    void shouldTakeLanguagesOfUkCore(String code) {
        assertThat(language(code).language()).contains(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EN", "english", "e", "q0", "en-GB", "<b>"})
    void shouldRefuseWhatIsNoLanguage(String code) {
        assertThatIllegalArgumentException().isThrownBy(() -> language(code));
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void shouldPermitNothingThatWasNotSaid(Channel channel) {
        // Given
        var said = new ContactPreferences(Optional.of(channel), Optional.empty(), Optional.empty(), Set.of(), Map.of());

        // When
        var permits = said.permits(channel);

        // Then
        assertThat(permits).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void shouldKeepConsentForChannelsOfMessagesOnly(Channel channel) {
        if (channel.takesMessages()) {
            assertThat(consent(channel, true).permits(channel)).isTrue();
            assertThat(consent(channel, false).permits(channel)).isFalse();
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> consent(channel, true));
        }
    }

    @Test
    void shouldTellNothingToALog() {
        assertThat(language("pl")).hasToString("ContactPreferences[…]");
    }

    private static ContactPreferences consent(Channel channel, boolean permitted) {
        return new ContactPreferences(
                Optional.empty(), Optional.empty(), Optional.empty(), Set.of(), Map.of(channel, permitted));
    }

    private static ContactPreferences language(String code) {
        return new ContactPreferences(Optional.empty(), Optional.of(code), Optional.empty(), Set.of(), Map.of());
    }
}

package org.meridiandx.identity.contact.rules;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a patient prefers. What is empty was not said.
///
/// @param language a code of UKCore-HumanLanguage: two or three letters, or `q1` to `q9`
/// @param messages channels of messages, and whether messages there are permitted; the others are
/// not
public record ContactPreferences(
        Optional<Channel> channel,
        Optional<String> language,
        Optional<Boolean> interpreterRequired,
        Set<Format> formats,
        Map<Channel, Boolean> messages) {
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}|q[1-9]");

    public ContactPreferences {
        if (!language.map(code -> LANGUAGE.matcher(code).matches()).orElse(true)) {
            throw new IllegalArgumentException("language is a code of UKCore-HumanLanguage, such as en, pl or q4");
        }
        if (!messages.keySet().stream().allMatch(Channel::takesMessages)) {
            throw new IllegalArgumentException("consent to messages is asked for sms, email, telephone and app");
        }
        var ordered = EnumSet.noneOf(Format.class);
        ordered.addAll(formats);
        formats = Collections.unmodifiableSet(ordered);
        var consents = new EnumMap<Channel, Boolean>(Channel.class);
        consents.putAll(messages);
        messages = Collections.unmodifiableMap(consents);
    }

    /// Whether a message may go over this channel: only where it was said.
    public boolean permits(Channel over) {
        return messages.getOrDefault(over, false);
    }

    /// Says that somebody is disabled, or speaks what: not for logs.
    @Override
    public String toString() {
        return "ContactPreferences[…]";
    }
}

package org.meridiandx.result.subscriptions.definition;

import java.util.Arrays;
import java.util.Optional;

/// How much a notification says, the least first. **Source:** Subscriptions R5 Backport, content value set.
public enum PayloadContent {
    EMPTY("empty"),
    ID_ONLY("id-only"),
    FULL_RESOURCE("full-resource");

    private final String code;

    PayloadContent(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    public static Optional<PayloadContent> of(String code) {
        return Arrays.stream(values())
                .filter(content -> content.code.equals(code))
                .findFirst();
    }
}

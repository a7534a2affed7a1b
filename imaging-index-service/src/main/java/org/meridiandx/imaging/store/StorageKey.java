package org.meridiandx.imaging.store;

import java.util.UUID;
import java.util.regex.Pattern;

/// The name of one kept file: 32 hexadecimal digits that mean nothing.
public record StorageKey(String value) implements Comparable<StorageKey> {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    public StorageKey {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("a storage key is 32 hexadecimal digits");
        }
    }

    static StorageKey random() {
        return new StorageKey(UUID.randomUUID().toString().replace("-", ""));
    }

    @Override
    public int compareTo(StorageKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}

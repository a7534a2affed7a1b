package org.meridiandx.e2e.world;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/// Texts that stand in one record each, and NHS numbers of the test range.
public final class Marks {

    private static final int LETTERS = 26;

    private final String prefix;
    private final AtomicInteger given = new AtomicInteger();
    private final AtomicInteger number;

    public Marks(Random random) {
        prefix = "AEW" + letters(random.nextInt(LETTERS * LETTERS * LETTERS * LETTERS));
        number = new AtomicInteger(300_000 + random.nextInt(600_000));
    }

    /// What all of them begin with.
    public String prefix() {
        return prefix;
    }

    public String next() {
        return prefix + letters(given.getAndIncrement());
    }

    /// Ten digits from 999 300 0000 on, with their check digit.
    public String nhsNumber() {
        while (true) {
            var digits = "999" + number.getAndIncrement();
            var sum = 0;
            for (var i = 0; i < digits.length(); i++) {
                sum += (digits.charAt(i) - '0') * (10 - i);
            }
            var check = (11 - sum % 11) % 11;
            if (check < 10) {
                return digits + check;
            }
        }
    }

    private static String letters(int value) {
        var text = new StringBuilder();
        for (var left = value; text.length() < 4; left /= LETTERS) {
            text.append((char) ('A' + left % LETTERS));
        }
        return text.reverse().toString();
    }
}

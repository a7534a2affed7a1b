package org.meridiandx.identity.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainCheckTest {

    @Test
    void shouldHoldForAnUntouchedChain() {
        // Given
        var chain = chain(5);

        // When
        var verdict = check(chain, headOf(chain));

        // Then
        assertThat(verdict.isIntact()).isTrue();
        assertThat(verdict.entries()).isEqualTo(5);
    }

    @Test
    void shouldFindEverySingleFlippedByte() {
        // Given
        var chain = chain(3);
        var length = chain.get(1).row().content().length;

        for (var i = 0; i < length; i++) {
            // When
            chain.get(1).row().content()[i] ^= 1;
            var verdict = check(chain, headOf(chain));
            chain.get(1).row().content()[i] ^= 1;

            // Then
            assertThat(verdict.findings()).containsExactly("entry 2 was changed after it was written");
        }
    }

    @Test
    void shouldFindARewrittenRestOfTheChain() {
        // Given
        var chain = chain(3);
        var forged = new ArrayList<>(chain.subList(0, 1));
        forged.add(ChainedEntry.after(chain.getFirst().hash(), 2, row("forged")));
        forged.add(ChainedEntry.after(forged.getLast().hash(), 3, row("c")));

        // When
        var verdict = check(forged, headOf(chain));

        // Then
        assertThat(verdict.findings()).containsExactly("the last entry is not the one that the signed end names");
    }

    @Test
    void shouldFindAGapAndAnUnsignedEnd() {
        // Given
        var chain = chain(4);
        var head = headOf(chain);
        chain.remove(1);

        // When
        var check = new ChainCheck();
        chain.forEach(check::accept);
        var verdict = check.finish(head, false);

        // Then
        assertThat(verdict.findings())
                .containsExactly(
                        "entries 2 to 2 are missing", "the end of the chain has no good signature of this region");
    }

    private static ChainCheck.Verdict check(List<ChainedEntry> chain, ChainHead head) {
        var check = new ChainCheck();
        chain.forEach(check::accept);
        return check.finish(head, true);
    }

    private static List<ChainedEntry> chain(int entries) {
        var chain = new ArrayList<ChainedEntry>();
        var hash = ChainedEntry.origin();
        for (var seq = 1; seq <= entries; seq++) {
            chain.add(ChainedEntry.after(hash, seq, row("entry-" + seq)));
            hash = chain.getLast().hash();
        }
        return chain;
    }

    private static ChainedEntry.Kept row(String id) {
        return new ChainedEntry.Kept(
                id,
                "p1",
                Instant.EPOCH,
                Instant.EPOCH,
                "R",
                "read",
                "0",
                "RX901",
                "gp",
                ("content of " + id).getBytes(StandardCharsets.UTF_8));
    }

    private static ChainHead headOf(List<ChainedEntry> chain) {
        var last = chain.getLast();
        return new ChainHead(last.seq(), last.hash(), "key", new byte[0]);
    }
}

package org.meridiandx.identity.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import org.meridiandx.identity.audit.heads.HeadSigner;
import org.meridiandx.identity.audit.heads.TreeHead;
import org.meridiandx.identity.audit.merkle.Frontier;
import org.meridiandx.outbox.RegionEvents;

/// Signs where a tree ends.
@ApplicationScoped
class TreeEnd {
    private final HeadSigner signer;
    private final String region;
    private final Clock clock;

    TreeEnd(HeadSigner signer, RegionEvents region, Clock clock) {
        this.signer = signer;
        this.region = region.region();
        this.clock = clock;
    }

    /// The end of a grown tree, as it is kept.
    LogState signed(Frontier frontier) {
        var root = frontier.root();
        return new LogState(frontier.size(), root, frontier.encode(), sign(frontier.size(), root));
    }

    /// Signs an end with the time of now.
    ///
    /// @return a JWS
    String sign(long size, byte[] root) {
        return signer.sign(new TreeHead(region, size, clock.instant().truncatedTo(ChronoUnit.MILLIS), root));
    }
}

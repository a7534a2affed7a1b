package org.meridiandx.identity.audit;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.meridiandx.identity.audit.heads.HeadSigner;
import org.meridiandx.identity.audit.heads.SignedHead;
import org.meridiandx.identity.audit.heads.TreeHead;
import org.meridiandx.identity.audit.merkle.Frontier;
import org.meridiandx.outbox.RegionEvents;

/// Tells whether the end of the log, as the database has it, is one that this region signed.
@ApplicationScoped
public class HeadCheck {
    private final HeadSigner signer;
    private final String region;
    private final Optional<String> acceptedRoot;

    HeadCheck(
            HeadSigner signer,
            RegionEvents region,
            @ConfigProperty(name = "meridian.audit.accepted-root") Optional<String> acceptedRoot) {
        this.signer = signer;
        this.region = region.region();
        this.acceptedRoot = acceptedRoot;
    }

    /// @param last the newest end that this process has seen committed
    /// @return what is wrong; empty where the end can be built upon
    Optional<String> problemWith(LogState state, LogState last) {
        if (isAccepted(state.root())) {
            return Optional.empty();
        }
        if (state.size() < last.size()
                || (state.size() == last.size() && !MessageDigest.isEqual(state.root(), last.root()))) {
            return Optional.of("the log ends at entry " + state.size() + " but ended at " + last.size()
                    + " before: it was put back to an older state");
        }
        return problemWith(state);
    }

    /// @return what is wrong with the end in itself
    public Optional<String> problemWith(LogState state) {
        try {
            var root = Frontier.decode(state.size(), state.frontier()).root();
            if (!MessageDigest.isEqual(root, state.root())) {
                return Optional.of("the edge of the tree does not make its root");
            }
        } catch (IllegalArgumentException broken) {
            return Optional.of("the edge of the tree is not one of its size");
        }
        if (state.size() == 0 && state.signedHead().isEmpty()) {
            return Optional.empty();
        }
        return switch (signer.check(state.signedHead())) {
            case SignedHead.Good(var head) -> differs(head, state);
            // A key that died with its process signed it; no production runs like that.
            case SignedHead.UnknownKey(var head, var keyId) ->
                signer.isKept()
                        ? Optional.of("the end of the log is signed by a key that is not known here: " + keyId)
                        : differs(head, state);
            case SignedHead.Bad() -> Optional.of("the end of the log has no good signature of this region");
        };
    }

    /// Whether an operator has said to build on this root although its signature is not good.
    boolean isAccepted(byte[] root) {
        return acceptedRoot
                .filter(HexFormat.of().formatHex(root)::equalsIgnoreCase)
                .isPresent();
    }

    private Optional<String> differs(TreeHead head, LogState state) {
        if (head.region().equals(region)
                && head.size() == state.size()
                && MessageDigest.isEqual(head.root(), state.root())) {
            return Optional.empty();
        }
        return Optional.of("the signed head names " + head.size() + " entries of " + head.region()
                + " and another root than the log has");
    }
}

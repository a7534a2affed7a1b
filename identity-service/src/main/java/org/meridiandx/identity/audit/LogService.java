package org.meridiandx.identity.audit;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridiandx.identity.audit.merkle.ProofPath;
import org.meridiandx.identity.audit.merkle.Span;

/// What the log says of itself: its end and its proofs. Whoever asks checks them with a hash
/// function and the region's public key, and need not believe us.
@ApplicationScoped
public class LogService {
    private final Pool pool;
    private final AuditRepository repository;
    private final HeadCheck check;
    private final TreeEnd end;

    LogService(Pool pool, AuditRepository repository, HeadCheck check, TreeEnd end) {
        this.pool = pool;
        this.repository = repository;
        this.check = check;
        this.end = end;
    }

    /// The end of the log as it was signed.
    ///
    /// @return empty before the first entry, and where somebody took the end away
    Uni<Optional<LogState>> state() {
        return repository.state(pool).map(found -> found.filter(state -> state.size() > 0));
    }

    /// The end of the log, signed anew with the time of now: it shows that the log is alive.
    ///
    /// @return empty while there is nothing that could be signed with a good conscience
    public Uni<Optional<Signed>> freshHead() {
        return state().map(found -> found.filter(
                        state -> check.problemWith(state).isEmpty())
                .map(state -> new Signed(state.size(), state.root(), end.sign(state.size(), state.root()))));
    }

    /// A size and root with the JWS over them.
    @SuppressWarnings("ArrayRecordComponent")
    public record Signed(long size, byte[] root, String jws) {

        @Override
        public String toString() {
            return "Signed[" + size + "]";
        }
    }

    /// That an entry is in the tree of a size. **Source:** RFC 9162, section 2.1.3.
    ///
    /// @param leaf counted from 0
    Uni<List<byte[]>> inclusion(long leaf, long size) {
        return hashes(ProofPath.inclusion(leaf, size));
    }

    /// That the tree of a size is the beginning of the tree of a larger one. **Source:** RFC 9162,
    /// section 2.1.4.
    Uni<List<byte[]>> consistency(long first, long second) {
        return hashes(ProofPath.consistency(first, second));
    }

    Uni<Optional<AuditRepository.Place>> placeOf(String id) {
        return repository.placeOf(pool, id);
    }

    private Uni<List<byte[]>> hashes(List<Span> path) {
        var wanted = path.stream().flatMap(span -> span.needs().stream()).toList();
        return repository
                .hashes(pool, wanted)
                .map(found -> path.stream()
                        .map(span -> span.hash(stored -> read(found, stored)))
                        .toList());
    }

    private static List<byte[]> read(Map<Integer, Map<Long, byte[]>> found, Span.Stored stored) {
        return java.util.stream.LongStream.range(stored.from(), stored.until())
                .mapToObj(index -> Optional.ofNullable(
                                found.getOrDefault(stored.level(), Map.of()).get(index))
                        .orElseThrow(() -> new LogBrokenException("a hash of the log is gone: level " + stored.level()
                                + ", number " + index + ". Verify the log.")))
                .toList();
    }
}

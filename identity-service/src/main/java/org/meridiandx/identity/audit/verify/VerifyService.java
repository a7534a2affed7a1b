package org.meridiandx.identity.audit.verify;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.meridiandx.identity.audit.HeadCheck;
import org.meridiandx.identity.audit.LogState;
import org.meridiandx.identity.audit.heads.HeadSigner;
import org.meridiandx.identity.audit.merkle.Tile;
import org.meridiandx.outbox.RegionEvents;

/// Verifies the log while it grows. Entries that the end of the log covers never change again, so
/// that most of it is read in pieces, each a statement of its own; only the last piece and the end
/// are read in one snapshot.
@ApplicationScoped
class VerifyService {
    private static final int PIECE_ROWS = 1_000;
    private static final int LAST_PIECE_ROWS = 5_000;
    private static final int MOST_ROUNDS = 20;
    private static final LogState NO_END = new LogState(0, new byte[0], new byte[0], "");
    private final Pool pool;
    private final Vertx vertx;
    private final VerifyRepository repository;
    private final HeadCheck headCheck;
    private final Trust trust;

    VerifyService(Pool pool, Vertx vertx, VerifyRepository repository, HeadCheck headCheck, Trust trust) {
        this.pool = pool;
        this.vertx = vertx;
        this.repository = repository;
        this.headCheck = headCheck;
        this.trust = trust;
    }

    /// Whose signatures count.
    @ApplicationScoped
    static class Trust {
        private final HeadSigner signer;
        private final String region;

        Trust(HeadSigner signer, RegionEvents region) {
            this.signer = signer;
            this.region = region.region();
        }

        WitnessedRoots roots(List<String> heads, Findings findings) {
            return WitnessedRoots.of(heads, signer, region, findings);
        }
    }

    /// How far it is.
    ///
    /// @param outcome with the last one only
    record Progress(long checked, long of, Optional<Outcome> outcome) {}

    /// The verdict and the end that it holds for.
    record Outcome(Verdict verdict, LogState state) {}

    /// Verifies the whole log.
    ///
    /// @param heads signed heads of this log that are kept elsewhere
    /// @return progress after each piece, and the outcome as the last item
    Multi<Progress> verify(List<String> heads) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new Walk(heads), this::step)
                .whilst(progress -> progress.outcome().isEmpty());
    }

    /// Verifies the whole log as one transaction sees it.
    Uni<Outcome> verify(SqlConnection connection, List<String> heads) {
        return finish(connection, new Walk(heads));
    }

    private Uni<Progress> step(Walk walk) {
        if (walk.check.last() < walk.target) {
            return piece(pool, walk, walk.target).map(more -> {
                walk.target = more ? walk.target : walk.check.last();
                return walk.progress();
            });
        }
        return repository.state(pool).chain(found -> {
            var size = found.map(LogState::size).orElse(0L);
            if (size - walk.check.last() > LAST_PIECE_ROWS && walk.rounds++ < MOST_ROUNDS) {
                walk.target = size;
                return Uni.createFrom().item(walk.progress());
            }
            return finishInSnapshot(walk)
                    .map(outcome ->
                            new Progress(walk.check.entries(), outcome.state().size(), Optional.of(outcome)));
        });
    }

    private Uni<Outcome> finishInSnapshot(Walk walk) {
        return pool.withTransaction(connection -> connection
                .query("set transaction isolation level repeatable read, read only")
                .execute()
                .chain(() -> finish(connection, walk)));
    }

    private Uni<Outcome> finish(SqlConnection connection, Walk walk) {
        return repository.state(connection).chain(found -> {
            if (found.isEmpty()) {
                walk.findings.add(0, 0, "the row that names the end of the log is gone");
            }
            var state = found.orElse(NO_END);
            return rest(connection, walk, state)
                    .chain(() -> outside(connection, walk, state))
                    .map(ignored -> conclude(walk, state, found.isPresent()));
        });
    }

    private Uni<Void> rest(SqlConnection connection, Walk walk, LogState state) {
        return Multi.createBy()
                .repeating()
                .uni(() -> piece(connection, walk, state.size()))
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /// @return whether there may be more
    private Uni<Boolean> piece(SqlClient connection, Walk walk, long upTo) {
        return repository
                .piece(connection, walk.check.last(), upTo, PIECE_ROWS)
                .call(entries -> vertx.executeBlocking(
                        () -> {
                            entries.forEach(walk.check::accept);
                            return entries.size();
                        },
                        false))
                .call(entries -> compareTiles(connection, walk))
                .map(entries -> entries.size() == PIECE_ROWS);
    }

    private Uni<Void> compareTiles(SqlClient connection, Walk walk) {
        var fresh = walk.check.takeTiles();
        if (fresh.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return repository
                .tiles(connection, fresh)
                .invoke(stored -> walk.check.compare(fresh, stored))
                .replaceWithVoid();
    }

    private Uni<Void> outside(SqlConnection connection, Walk walk, LogState state) {
        return repository
                .outside(connection, state.size())
                .invoke(found -> found.forEach(seq -> walk.findings.add(
                        seq, seq, "entry " + seq + " stands outside of the log: it was put in, or the end was moved")))
                .chain(found -> repository.counts(connection).invoke(counts -> compare(walk, counts, found, state)))
                .replaceWithVoid();
    }

    private static void compare(Walk walk, VerifyRepository.Counts counts, List<Long> outside, LogState state) {
        if (outside.isEmpty() && counts.entries() != walk.check.entries()) {
            walk.findings.add(
                    1,
                    state.size(),
                    counts.entries() + " rows are there, " + walk.check.entries() + " in their places");
        }
        if (counts.tiles() != Tile.countFor(state.size())) {
            walk.findings.add(
                    1,
                    state.size(),
                    "there are " + counts.tiles() + " kept hashes over many entries instead of "
                            + Tile.countFor(state.size()));
        }
    }

    private Outcome conclude(Walk walk, LogState state, boolean isThere) {
        if (isThere) {
            walk.check.finish(state, headCheck.problemWith(state));
        }
        return new Outcome(walk.findings.verdict(walk.check.entries()), state);
    }

    /// What one verification has come to.
    private final class Walk {
        private final Findings findings = new Findings();
        private final LogCheck check;
        private long target;
        private int rounds;

        private Walk(List<String> heads) {
            this.check = new LogCheck(findings, trust.roots(heads, findings));
        }

        private Progress progress() {
            return new Progress(check.entries(), target, Optional.empty());
        }
    }
}

package org.meridiandx.identity.audit;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.meridiandx.identity.audit.chain.ChainCheck;
import org.meridiandx.identity.audit.chain.ChainHead;
import org.meridiandx.identity.audit.chain.ChainedEntry;
import org.meridiandx.identity.audit.merkle.Frontier;
import org.meridiandx.identity.audit.merkle.Tile;
import org.meridiandx.identity.audit.merkle.TreeHash;
import org.meridiandx.identity.tokens.KeyRing;

/// Takes over the entries of the hash chain that came before the tree, once: the chain is checked
/// to its signed end, each entry becomes a leaf, and the chain's hashes are emptied. A chain that
/// does not hold is not taken over.
@ApplicationScoped
class ChainAdoption {
    private static final Logger LOG = Logger.getLogger(ChainAdoption.class);
    private static final int FETCH_ROWS = 500;
    private static final String OLD_HEAD = "select seq, hash, key_id, signature from audit_head where seq > 0";
    private static final String OLD_ROWS = """
            select seq, id, coalesce(patient_id, '') as patient_id, recorded, last_updated, action, interaction, outcome,
                organisation, client_id, content, prev_hash, hash
            from audit_event order by seq""";
    private static final String BECOME_LEAF = """
            update audit_event set leaf_hash = $2, prev_hash = null, hash = null, patient_id = nullif($3, ''),
                recorded = $4, last_updated = $5, action = $6, interaction = $7, outcome = $8, reason = $9,
                organisation = $10, client_id = $11, agent = $12, agent_name = $13, role = $14, purpose = $15,
                resource_type = $16, request_id = $17
            where seq = $1""";
    private final AuditRepository repository;
    private final HeadCheck check;
    private final KeyRing keys;
    private final TreeEnd end;

    ChainAdoption(AuditRepository repository, HeadCheck check, KeyRing keys, TreeEnd end) {
        this.repository = repository;
        this.check = check;
        this.keys = keys;
        this.end = end;
    }

    /// @param empty the end of a tree without entries
    /// @return the end with the old entries in it; the same where there are none
    Uni<LogState> takeOver(SqlConnection connection, LogState empty) {
        return connection.query(OLD_HEAD).execute().chain(rows -> {
            var found = rows.iterator();
            return found.hasNext()
                    ? takeOver(connection, headOf(found.next()))
                    : Uni.createFrom().item(empty);
        });
    }

    private Uni<LogState> takeOver(SqlConnection connection, ChainHead head) {
        var walk = new Walk();
        return connection
                .prepare(OLD_ROWS)
                .onItem()
                .transformToMulti(
                        statement -> statement.createStream(FETCH_ROWS).toMulti())
                .onItem()
                .transformToUniAndConcatenate(row -> becomeLeaf(connection, walk, entryOf(row)))
                .collect()
                .last()
                .invoke(() -> requireWhole(walk, head))
                .chain(() -> repository.addTiles(connection, walk.tiles))
                .map(ignored -> end.signed(walk.frontier))
                .call(state -> repository.move(connection, state))
                .call(() -> connection.query("delete from audit_head").execute())
                .invoke(state -> LOG.infof("%d audit entries of the hash chain were taken over", state.size()));
    }

    private static Uni<Void> becomeLeaf(SqlConnection connection, Walk walk, ChainedEntry entry) {
        walk.check.accept(entry);
        var content = entry.row().content();
        var columns = AuditColumns.of(content)
                .orElseThrow(() -> new LogBrokenException("entry " + entry.seq() + " is no AuditEvent"));
        var leafHash = TreeHash.leaf(content);
        walk.tiles.addAll(walk.frontier.push(leafHash));
        var tuple = Tuple.from(List.of(
                entry.seq(),
                Buffer.buffer(leafHash),
                columns.patientId(),
                columns.recorded().atOffset(ZoneOffset.UTC),
                columns.storedAt().atOffset(ZoneOffset.UTC),
                columns.action(),
                columns.interaction(),
                columns.outcome(),
                columns.reason(),
                columns.organisation(),
                columns.clientId(),
                columns.agent(),
                columns.agentName(),
                columns.role(),
                columns.purpose(),
                columns.resourceType(),
                columns.requestId()));
        return connection.preparedQuery(BECOME_LEAF).execute(tuple).replaceWithVoid();
    }

    private void requireWhole(Walk walk, ChainHead head) {
        var verdict = walk.check.finish(head, isGood(head));
        if (!verdict.isIntact() && !check.isAccepted(head.hash())) {
            throw new LogBrokenException(
                    "the hash chain that came before the tree does not hold: " + String.join("; ", verdict.findings()));
        }
    }

    private boolean isGood(ChainHead head) {
        return keys.find(head.keyId())
                .map(key -> key.verifies(ChainHead.signedBytes(head.seq(), head.hash()), head.signature()))
                .orElse(!keys.active().isKept());
    }

    private static ChainHead headOf(Row row) {
        return new ChainHead(
                row.getLong(0),
                row.getBuffer(1).getBytes(),
                row.getString(2),
                row.getBuffer(3).getBytes());
    }

    private static ChainedEntry entryOf(Row row) {
        var kept = new ChainedEntry.Kept(
                row.getString("id"),
                row.getString("patient_id"),
                row.getOffsetDateTime("recorded").toInstant(),
                row.getOffsetDateTime("last_updated").toInstant(),
                row.getString("action"),
                row.getString("interaction"),
                row.getString("outcome"),
                row.getString("organisation"),
                row.getString("client_id"),
                row.getBuffer("content").getBytes());
        return new ChainedEntry(row.getLong("seq"), kept, bytesOf(row, "prev_hash"), bytesOf(row, "hash"));
    }

    private static byte[] bytesOf(Row row, String column) {
        return Optional.ofNullable(row.getBuffer(column))
                .map(kept -> kept.getBytes())
                .orElseGet(() -> new byte[0]);
    }

    /// What one taking over has come to. Not shared.
    private static final class Walk {
        private final ChainCheck check = new ChainCheck();
        private final Frontier frontier = Frontier.empty();
        private final List<Tile> tiles = new java.util.ArrayList<>();
    }
}

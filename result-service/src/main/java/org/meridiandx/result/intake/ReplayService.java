package org.meridiandx.result.intake;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.meridiandx.access.Caller;
import org.meridiandx.hl7v2.Acknowledgement;
import org.meridiandx.hl7v2.ReceivedMessage;

/// Takes kept messages anew, in the order in which they came. One that was taken is passed over:
/// its reports may have newer versions by now.
@ApplicationScoped
class ReplayService {
    private static final String SELECT = """
            select id, outcome = 'AA' or replay_outcome is not distinct from 'AA' as is_taken from received_message
            where type <> 'MEDRPT' and received_at >= $1 and received_at < $2 and ($3 = '' or sender = $3)
                and (cardinality($4::uuid[]) > 0 and id = any($4)
                    or cardinality($4::uuid[]) = 0 and outcome <> 'AA' and replay_outcome is distinct from 'AA')
            order by received_at, id limit $5""";
    private static final String RAW = "select raw from received_message where id = $1";
    private static final String MARK =
            "update received_message set replayed_at = $2, replay_outcome = $3 where id = $1";
    private final Pool pool;
    private final OruListener listener;
    private final Clock clock;

    ReplayService(Pool pool, OruListener listener, Clock clock) {
        this.pool = pool;
        this.listener = listener;
        this.clock = clock;
    }

    /// @param ids empty: those of the period that were refused
    /// @param sender `facility/application`; empty for all
    record Selection(List<UUID> ids, Instant from, Instant to, String sender, int most) {
        Selection {
            ids = List.copyOf(ids);
        }
    }

    /// What became of them.
    record Done(int accepted, int refused, int takenBefore) {
        Done plus(Done other) {
            return new Done(accepted + other.accepted, refused + other.refused, takenBefore + other.takenBefore);
        }
    }

    private record Kept(UUID id, boolean isTaken) {}

    /// @return fails when the database is away, having taken some: safe to be called again
    Uni<Done> replay(Caller caller, Selection selection) {
        var arguments = Tuple.of(
                selection.from().atOffset(ZoneOffset.UTC),
                selection.to().atOffset(ZoneOffset.UTC),
                selection.sender(),
                selection.ids().toArray(UUID[]::new),
                selection.most());
        return pool.preparedQuery(SELECT).execute(arguments).chain(rows -> {
            var kept = new ArrayList<Kept>();
            rows.forEach(row -> kept.add(new Kept(row.getUUID("id"), row.getBoolean("is_taken"))));
            return Multi.createFrom()
                    .iterable(kept)
                    .onItem()
                    .transformToUniAndConcatenate(message -> take(caller, message))
                    .collect()
                    .asList()
                    .map(done -> done.stream().reduce(new Done(0, 0, 0), Done::plus));
        });
    }

    private Uni<Done> take(Caller caller, Kept kept) {
        if (kept.isTaken()) {
            return Uni.createFrom().item(new Done(0, 0, 1));
        }
        return pool.preparedQuery(RAW)
                .execute(Tuple.of(kept.id()))
                .chain(rows -> rows.iterator().hasNext()
                        ? take(
                                caller,
                                kept,
                                rows.iterator().next().getBuffer("raw").getBytes())
                        : Uni.createFrom().item(new Done(0, 0, 0))); // deleted since
    }

    private Uni<Done> take(Caller caller, Kept kept, byte[] raw) {
        var message = ReceivedMessage.of(raw, ReceivedMessage.Peer.named("replay"), clock.instant());
        return listener.again(message, caller)
                .call(answer -> pool.preparedQuery(MARK)
                        .execute(Tuple.of(kept.id(), clock.instant().atOffset(ZoneOffset.UTC), answer.code())))
                .map(answer -> answer instanceof Acknowledgement.Accepted ? new Done(1, 0, 0) : new Done(0, 1, 0));
    }
}

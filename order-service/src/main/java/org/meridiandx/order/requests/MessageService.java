package org.meridiandx.order.requests;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.meridiandx.access.Caller;
import org.meridiandx.fhir.StoredResource;
import org.meridiandx.order.records.ChangeResult;
import org.meridiandx.outbox.Inbox;

/// Lets a message that changes a request have its effect once.
@ApplicationScoped
public class MessageService {
    private final RequestRepository requests;
    private final Inbox inbox;

    MessageService(RequestRepository requests, Inbox inbox) {
        this.requests = requests;
        this.inbox = inbox;
    }

    /// Makes a change unless this message has made it. A change that was refused may be tried again.
    ///
    /// @param key of the message, unique among those of the caller
    /// @param change joins the transaction
    /// @return what the change gave; for a repeat the request as it is now
    @WithTransaction
    public Uni<ChangeResult> once(Caller caller, String key, Supplier<Uni<ChangeResult>> change) {
        var source = "http:" + caller.clientId();
        return Panache.getSession()
                .chain(session -> inbox.accept(session, source, key)
                        .chain(isFirst -> isFirst
                                ? Uni.createFrom().item(Optional.<String>empty())
                                : inbox.answerTo(session, source, key))
                        .chain(changed -> changed.isPresent()
                                ? asItIs(changed.get())
                                : change.get().call(result -> remember(session, source, key, result))));
    }

    private Uni<ChangeResult> asItIs(String id) {
        return requests.findIfThere(id)
                .map(found -> found.<ChangeResult>map(entity -> new ChangeResult.Changed(entity.toStoredResource()))
                        .orElseGet(ChangeResult.Missing::new));
    }

    private Uni<Void> remember(Mutiny.Session session, String source, String key, ChangeResult result) {
        return result instanceof ChangeResult.Changed(StoredResource resource)
                ? inbox.remember(session, source, key, resource.id())
                : Uni.createFrom().voidItem();
    }
}

package org.meridiandx.identity.patients.values;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import org.meridiandx.identity.patients.values.rules.SaidValue;

/// Keeps who said what about whom.
@ApplicationScoped
public class SaidValues {
    private final ValueRepository repository;

    SaidValues(ValueRepository repository) {
        this.repository = repository;
    }

    /// Adds to what is kept, in the caller's transaction.
    public Uni<Void> add(SqlClient connection, List<SaidValue> said) {
        return said.isEmpty() ? Uni.createFrom().voidItem() : repository.add(connection, said);
    }

    /// All that is kept of these records, oldest first.
    public Uni<List<SaidValue>> of(SqlClient connection, Collection<String> recordIds) {
        return repository.of(connection, recordIds);
    }

    public Uni<TrustOrder> trust(SqlClient connection) {
        return repository.trust(connection);
    }
}

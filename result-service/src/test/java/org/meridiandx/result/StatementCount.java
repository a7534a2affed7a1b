package org.meridiandx.result;

import io.vertx.mutiny.pgclient.PgPool;
import io.vertx.mutiny.sqlclient.Pool;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// A pool that keeps the statements that go through it, to be put in the place of the service's own.
public final class StatementCount {
    private final List<String> statements = new CopyOnWriteArrayList<>();

    /// @param pool goes on doing the work
    public PgPool around(Pool pool) {
        io.vertx.sqlclient.Pool inner = pool.getDelegate();
        var counting = (io.vertx.pgclient.PgPool) Proxy.newProxyInstance(
                io.vertx.pgclient.PgPool.class.getClassLoader(),
                new Class<?>[] {io.vertx.pgclient.PgPool.class},
                (proxy, method, arguments) -> {
                    if (method.getName().endsWith("reparedQuery")
                            || method.getName().equals("query")) {
                        statements.add(String.valueOf(Objects.requireNonNull(arguments)[0]));
                    }
                    try {
                        return method.invoke(inner, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
        return PgPool.newInstance(counting);
    }

    /// Those since the last time it was asked.
    public List<String> take(Predicate<String> about) {
        var taken = statements.stream().filter(about).toList();
        statements.clear();
        return taken;
    }
}

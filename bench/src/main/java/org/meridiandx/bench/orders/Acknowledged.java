package org.meridiandx.bench.orders;

import java.sql.SQLException;
import org.meridiandx.bench.trials.Numbered;
import org.meridiandx.bench.trials.Trial;
import org.meridiandx.bench.trials.TrialRegion;

/// Whether the orders of one trial that were acknowledged are in the table, each with its task.
record Acknowledged(TrialRegion region, Numbered sent) implements Trial.Check {

    @Override
    public String fault() throws SQLException {
        try (var connection = region.connect();
                var select = connection.prepareStatement("select count(*),"
                        + " count(*) filter (where exists (select 1 from task where focus_id = service_request.id))"
                        + " from service_request where placer_number >= ? and placer_number < ?")) {
            select.setString(1, sent.prefix());
            select.setString(2, sent.prefix() + "~");
            try (var found = select.executeQuery()) {
                found.next();
                long orders = found.getLong(1);
                long tasks = found.getLong(2);
                return orders == sent.acknowledged() && tasks == orders
                        ? ""
                        : "%d orders were acknowledged, %d are stored, %d of them with their task"
                                .formatted(sent.acknowledged(), orders, tasks);
            }
        }
    }
}

package org.meridiandx.bench.results;

import java.sql.SQLException;
import org.meridiandx.bench.trials.Numbered;
import org.meridiandx.bench.trials.Trial;
import org.meridiandx.bench.trials.TrialRegion;

/// Whether the results of one trial that were acknowledged are there, by the table of identifiers.
///
/// @param table of what has them: `diagnostic_report` or `observation`
record Kept(TrialRegion region, Numbered sent, String table) implements Trial.Check {

    @Override
    public String fault() throws SQLException {
        try (var connection = region.connect();
                var select = connection.prepareStatement(
                        "select count(distinct i.resource_id) from %1$s_identifier i join %1$s r on r.id = i.resource_id"
                                        .formatted(table)
                                + " where i.value >= ? and i.value < ?")) {
            select.setString(1, sent.prefix());
            select.setString(2, sent.prefix() + "~");
            try (var found = select.executeQuery()) {
                found.next();
                long rows = found.getLong(1);
                return rows == sent.acknowledged()
                        ? ""
                        : "%d were acknowledged, %d of table %s are stored".formatted(sent.acknowledged(), rows, table);
            }
        }
    }
}

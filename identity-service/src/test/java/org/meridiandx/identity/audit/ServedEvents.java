package org.meridiandx.identity.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meridiandx.identity.region.Region.as;

import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// What the auditor is served: entries come to the log some moments after what they tell of.
public final class ServedEvents {
    private ServedEvents() {}

    /// @return the newest entry that fits, as an AuditEvent
    public static JsonPath newest(Map<String, String> query) {
        return all(query, 1);
    }

    /// @param atLeast how many there must be
    /// @return the searchset; its newest entry is below `entry[0].resource`
    public static JsonPath all(Map<String, String> query, int atLeast) {
        var found = search(query);
        for (var i = 0; i < 80 && size(found) < atLeast; i++) {
            LockSupport.parkNanos(Duration.ofMillis(250).toNanos());
            found = search(query);
        }
        assertThat(size(found)).as("entries for " + query).isGreaterThanOrEqualTo(atLeast);
        return found;
    }

    public static int size(JsonPath bundle) {
        List<Object> entries = bundle.getList("entry");
        return entries == null ? 0 : entries.size();
    }

    private static JsonPath search(Map<String, String> query) {
        var answer = as("auditor").queryParams(query).queryParam("_count", 100).get("/fhir/R4/AuditEvent");
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
        return answer.jsonPath();
    }
}

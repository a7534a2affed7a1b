package org.meridiandx.order.requests;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.junit.jupiter.api.Test;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.order.StoredColumns;

class RequestEntityTest {
    @Test
    void shouldWriteEveryColumnThatIsRead() throws Exception {
        // Given
        var request =
                FhirJson.parse(RegionFixture.ctChest("P-1").getBytes(StandardCharsets.UTF_8), ServiceRequest.class);
        request.setId("request-1");
        request.getMeta().setVersionId("1").setLastUpdated(new Date());

        // When
        var entity = RequestEntity.of(request, "digest");

        // Then
        StoredColumns.requireAll(entity, RequestEntity.COLUMNS, entity.columns());
    }
}

package org.meridiandx.order.tasks;

import java.nio.charset.StandardCharsets;
import java.util.Date;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.Test;
import org.meridiandx.fhir.FhirJson;
import org.meridiandx.order.RegionFixture;
import org.meridiandx.order.StoredColumns;

class TaskEntityTest {
    @Test
    void shouldWriteEveryColumnThatIsRead() throws Exception {
        // Given
        var order = FhirJson.parse(RegionFixture.ctChest("P-1").getBytes(StandardCharsets.UTF_8), ServiceRequest.class);
        order.setId("request-1");
        var task = new Task().setStatus(TaskStatus.REQUESTED).setAuthoredOn(new Date());
        task.setId("task-1");
        task.getMeta().setVersionId("1").setLastUpdated(new Date());
        task.addIdentifier().setSystem("urn:example:tasks").setValue("T-1");

        // When
        var entity = TaskEntity.of(task, order);

        // Then
        StoredColumns.requireAll(entity, TaskEntity.COLUMNS, entity.columns());
    }
}

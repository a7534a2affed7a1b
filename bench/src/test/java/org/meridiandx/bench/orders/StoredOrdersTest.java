package org.meridiandx.bench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.meridiandx.bench.patients.SyntheticPatients;

class StoredOrdersTest {

    private final SyntheticPatients patients = new SyntheticPatients(10);
    private final StoredOrders orders = new StoredOrders(template(), patients, 1000);

    private StoredOrders.Template template() {
        var patient = patients.at(0);
        String content = "{\"id\":\"the-id\",\"number\":\"PLACER\",\"for\":\"Patient/" + patient.id() + "\",\"nhs\":\""
                + patient.nhsNumber() + "\"}";
        return new StoredOrders.Template("the-id", "the-task", "PLACER", patient, content);
    }

    @Test
    void shouldNameItsOwnIdNumberAndPatientOnly() {
        // When
        var order = orders.at(13);

        // Then
        var patient = patients.at(3);
        assertThat(new String(order.content(), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"" + order.id() + "\",\"number\":\"" + order.placer() + "\",\"for\":\"Patient/"
                        + patient.id() + "\",\"nhs\":\"" + patient.nhsNumber() + "\"}");
    }

    @Test
    void shouldGiveEachItsOwnIds() {
        // When
        var ids = IntStream.range(0, orders.count())
                .mapToObj(orders::at)
                .flatMap(order -> java.util.stream.Stream.of(order.id(), order.taskId(), order.placer()))
                .toList();

        // Then
        assertThat(ids).doesNotHaveDuplicates();
    }
}

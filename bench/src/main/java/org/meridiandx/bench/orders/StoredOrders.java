package org.meridiandx.bench.orders;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.meridiandx.bench.patients.SyntheticPatient;
import org.meridiandx.bench.patients.SyntheticPatients;

/// The orders that the table is filled with, by number: copies of one that the service itself stored, each with its
/// own id, patient and placer number.
///
/// @param template the one that the service stored
/// @param count how many copies there are
record StoredOrders(Template template, SyntheticPatients patients, int count) {

    /// An order as the service stored it.
    ///
    /// @param content as it is served
    record Template(String id, String taskId, String placer, SyntheticPatient patient, String content) {}

    /// The order of a number.
    ///
    /// @param content as it is served
    record Stored(String id, String taskId, String placer, SyntheticPatient patient, byte[] content) {}

    /// @param number from 0
    Stored at(int number) {
        String id = id(0x018e_0000_0000_7000L, number);
        String placer = "BO%09d".formatted(number);
        var patient = patients.at(number % patients.count());
        String content = template.content()
                .replace(template.id(), id)
                .replace(template.placer(), placer)
                .replace(template.patient().id(), patient.id())
                .replace(template.patient().nhsNumber(), patient.nhsNumber());
        return new Stored(
                id, id(0x018f_0000_0000_7000L, number), placer, patient, content.getBytes(StandardCharsets.UTF_8));
    }

    /// In rising order, as ids that are made with the time are.
    private static String id(long begin, int number) {
        return new UUID(begin | (long) number << 16, 0x8000_0000_0000_0000L | number * 0x9E3779B97F4A7C15L >>> 2)
                .toString();
    }
}

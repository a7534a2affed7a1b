package org.meridiandx.bench.kill;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meridiandx.bench.patients.SyntheticPatient;
import org.meridiandx.bench.patients.SyntheticPatients;

/// What a laboratory sends: reports of several patients, each with its messages in their order
/// (preliminary, final, corrected). Every tenth report has a critical potassium.
///
/// @param prefix begins all control ids and filler numbers, so that runs do not meet
record LabFeed(String prefix, List<SyntheticPatient> patients, List<Report> reports) {

    /// The number that a message bears as a value is above all other values in it.
    static final int FIRST_NUMBER = 1000;

    /// What each report has: sodium, potassium, and the number of the message.
    static final int LINES = 3;

    /// Beyond the patients whom anybody else has made up.
    private static final int FIRST_PATIENT = 300_000;

    private static final int REPORTS_OF_A_PATIENT = 25;
    private static final int CRITICAL_EVERY = 10;
    private static final List<String> COURSES = List.of("F", "PF", "FC", "PFC");
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    private static final String ADMISSION = """
        MSH|^~\\&|PAS|RX901|MERIDIAN|NORTH|%1$s||ADT^A28^ADT_A05|%2$s|P|2.5.1|||NE|AL|GBR|UNICODE UTF-8
        EVN|A28|%1$s
        PID|1||%3$s
        PD1|||LARKFIELD SURGERY^^Y90001^^^ODS
        PV1|1|N
        """;
    private static final String RESULT = """
        MSH|^~\\&|POCT|Y90001|MERIDIAN|NORTH|%1$s||ORU^R01^ORU_R01|%2$s|P|2.5.1|||NE|AL|GBR|UNICODE UTF-8
        PID|1||%3$s
        PV1|1|O|^^^Y90001
        ORC|RE||%4$s^Y90001||CM||||%1$s||||||||||||LARKFIELD SURGERY^^Y90001^^^ODS
        OBR|1||%4$s^Y90001|UE^Urea and electrolytes^L|||%1$s|||||||%1$s||||||||%5$s||CHEM|%6$s
        OBX|1|NM|NA^Sodium^L^2951-2^Sodium^LN||139|mmol/L|133-146|N|||%6$s
        OBX|2|NM|K^Potassium^L^2823-3^Potassium^LN||%7$s|||%6$s
        OBX|3|NM|SEQ^Number of the message^L||%8$d|1|||||%6$s
        """;

    LabFeed {
        patients = List.copyOf(patients);
        reports = List.copyOf(reports);
    }

    /// One report.
    ///
    /// @param messages its versions in their order
    record Report(String filler, boolean isCritical, List<Message> messages) {
        Report {
            messages = List.copyOf(messages);
        }

        Message last() {
            return messages.getLast();
        }
    }

    /// One message; the same bytes however often it is sent.
    ///
    /// @param number that it bears as a value
    @SuppressWarnings("ArrayRecordComponent")
    record Message(String controlId, int number, byte[] content) {
        @Override
        public String toString() {
            return "Message[" + controlId + "]";
        }
    }

    /// Makes what is sent.
    ///
    /// @param messages how many
    /// @param now when the first sample was taken
    static LabFeed of(String prefix, int messages, LocalDateTime now) {
        int count = messages / REPORTS_OF_A_PATIENT / 2 + 1;
        var all = new SyntheticPatients(FIRST_PATIENT + count);
        var patients = new ArrayList<SyntheticPatient>();
        for (int i = 0; i < count; i++) {
            patients.add(all.at(FIRST_PATIENT + i));
        }
        var reports = new ArrayList<Report>();
        var recipe = new Recipe(prefix, patients, now);
        for (int made = 0; made < messages; made += reports.getLast().messages().size()) {
            String course = COURSES.get(reports.size() % COURSES.size());
            String cut = course.substring(0, Math.min(course.length(), messages - made));
            reports.add(recipe.report(reports.size(), made, cut));
        }
        return new LabFeed(prefix, patients, reports);
    }

    private record Recipe(String prefix, List<SyntheticPatient> patients, LocalDateTime now) {

        /// @param index of the report
        /// @param made how many messages there are already
        /// @param course status of each of its messages
        Report report(int index, int made, String course) {
            String filler = prefix + "-R" + index;
            boolean isCritical = index % CRITICAL_EVERY == CRITICAL_EVERY - 1;
            var patient = patients.get(index % patients.size());
            var messages = new ArrayList<Message>();
            for (int i = 0; i < course.length(); i++) {
                int number = FIRST_NUMBER + made + i;
                String controlId = prefix + "-" + number;
                String text = RESULT.formatted(
                        now.format(TIMESTAMP),
                        controlId,
                        identity(patient),
                        filler,
                        now.plusSeconds(i).format(TIMESTAMP),
                        course.charAt(i),
                        isCritical ? "7.1|mmol/L|3.5-5.3|HH" : "4.4|mmol/L|3.5-5.3|N",
                        number);
                messages.add(new Message(controlId, number, bytes(text)));
            }
            return new Report(filler, isCritical, messages);
        }
    }

    /// Registers a patient.
    ///
    /// @param number of the patient
    byte[] admission(int number, LocalDateTime now) {
        return bytes(
                ADMISSION.formatted(now.format(TIMESTAMP), prefix + "-A" + number, identity(patients.get(number))));
    }

    /// PID-3 to PID-8.
    private static String identity(SyntheticPatient patient) {
        return patient.nhsNumber() + "^^^NHS^NH||" + patient.family() + "^" + patient.given() + "^^^^^L||"
                + patient.birthDate().format(DATE) + "|" + (patient.gender().equals("female") ? "F" : "M");
    }

    private static byte[] bytes(String text) {
        return text.replace('\n', '\r').getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "LabFeed[" + prefix + ", " + reports.size() + " reports]";
    }
}

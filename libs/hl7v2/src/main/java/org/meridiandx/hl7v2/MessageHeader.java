package org.meridiandx.hl7v2;

/// The MSH fields that routing, acknowledging and logging need. Every text is `""` where the message has none;
/// MSH-3 to MSH-6 and MSH-10 are as sent (not unescaped), the others are the first component.
///
/// @param fieldSeparator MSH-1
/// @param encodingCharacters MSH-2 as sent
/// @param sendingApplication MSH-3
/// @param sendingFacility MSH-4
/// @param receivingApplication MSH-5
/// @param receivingFacility MSH-6
/// @param timestamp MSH-7, as sent
/// @param messageCode MSH-9.1, such as `ORU`
/// @param triggerEvent MSH-9.2, such as `R01`
/// @param messageStructure MSH-9.3, such as `ORU_R01`
/// @param controlId MSH-10
/// @param processingId MSH-11.1: `P`, `T` or `D`
/// @param version MSH-12.1, such as `2.5.1`
/// @param acceptAcknowledgement MSH-15
/// @param applicationAcknowledgement MSH-16
/// @param characterSet MSH-18, first repetition
public record MessageHeader(
        char fieldSeparator,
        String encodingCharacters,
        String sendingApplication,
        String sendingFacility,
        String receivingApplication,
        String receivingFacility,
        String timestamp,
        String messageCode,
        String triggerEvent,
        String messageStructure,
        String controlId,
        String processingId,
        String version,
        String acceptAcknowledgement,
        String applicationAcknowledgement,
        String characterSet) {

    /// What stands in for the header of a message that has none.
    static final MessageHeader NONE =
            new MessageHeader('|', "^~\\&", "", "", "", "", "", "", "", "", "", "", "", "", "", "");

    /// MSH-9 as `ORU^R01`, or `ORU` where there is no trigger event.
    public String type() {
        return triggerEvent.isEmpty() ? messageCode : messageCode + "^" + triggerEvent;
    }

    /// Who sent it, as `facility/application`: the first component of MSH-4 and MSH-3, or the second where that is
    /// empty. The key under which control ids (MSH-10) are unique.
    public String sender() {
        return name(sendingFacility) + "/" + name(sendingApplication);
    }

    Delimiters delimiters() {
        return Delimiters.of("MSH" + fieldSeparator + encodingCharacters, 0).orElse(Delimiters.STANDARD);
    }

    private String name(String hierarchicDesignator) {
        char component = delimiters().component();
        int first = hierarchicDesignator.indexOf(component);
        if (first < 0) {
            return hierarchicDesignator;
        }
        if (first > 0) {
            return hierarchicDesignator.substring(0, first);
        }
        int second = hierarchicDesignator.indexOf(component, 1);
        return second < 0 ? hierarchicDesignator.substring(1) : hierarchicDesignator.substring(1, second);
    }
}

package org.meridiandx.identity.contact;

import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Parameters.ParametersParameterComponent;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.meridiandx.identity.contact.rules.Channel;
import org.meridiandx.identity.contact.rules.ContactPreferences;
import org.meridiandx.identity.contact.rules.Format;
import org.meridiandx.problem.ProblemCode;
import org.meridiandx.problem.ProblemException;

/// Contact preferences ↔ FHIR Parameters; docs/api/identity-service.md has the table.
final class ContactMapper {
    private static final Set<String> ANSWERED =
            Set.of("version", "recorded", "recordedBy", "organisation", "byPatient", "patient");

    private ContactMapper() {}

    /// Reads what is preferred; what an answer told besides may be sent back and is not read.
    ///
    /// @throws ProblemException 400 naming a parameter that is unknown or has a bad value
    static ContactPreferences toPreferences(Parameters parameters) {
        Optional<Channel> channel = Optional.empty();
        Optional<String> language = Optional.empty();
        Optional<Boolean> interpreter = Optional.empty();
        var formats = EnumSet.noneOf(Format.class);
        var messages = new EnumMap<Channel, Boolean>(Channel.class);
        for (var parameter : parameters.getParameter()) {
            var name = String.valueOf(parameter.getName());
            switch (name) {
                case "preferredChannel" -> channel = once(name, channel, code(name, parameter.getValue(), Channel::of));
                case "language" -> language = once(name, language, code(name, parameter.getValue(), Optional::of));
                case "interpreterRequired" -> interpreter = once(name, interpreter, bool(name, parameter.getValue()));
                case "format" -> formats.add(code(name, parameter.getValue(), Format::of));
                case "messages" -> consent(parameter, messages);
                default -> requireAnswered(name);
            }
        }
        try {
            return new ContactPreferences(channel, language, interpreter, formats, messages);
        } catch (IllegalArgumentException wrong) {
            throw ProblemException.of(ProblemCode.INVALID_VALUE, wrong.getMessage() + ".");
        }
    }

    static Parameters toParameters(String patientId, RecordedPreferences recorded) {
        var parameters = new Parameters();
        var said = recorded.preferences();
        said.channel()
                .ifPresent(channel ->
                        parameters.addParameter().setName("preferredChannel").setValue(new CodeType(channel.code())));
        said.language()
                .ifPresent(code -> parameters.addParameter().setName("language").setValue(new CodeType(code)));
        said.interpreterRequired().ifPresent(needed -> parameters.addParameter("interpreterRequired", needed));
        for (var format : said.formats()) {
            parameters.addParameter().setName("format").setValue(new CodeType(format.code()));
        }
        for (Map.Entry<Channel, Boolean> consent : said.messages().entrySet()) {
            var part = parameters.addParameter().setName("messages");
            part.addPart()
                    .setName("channel")
                    .setValue(new CodeType(consent.getKey().code()));
            part.addPart().setName("permitted").setValue(new BooleanType(consent.getValue()));
        }
        parameters.addParameter().setName("version").setValue(new IntegerType(recorded.version()));
        parameters.addParameter().setName("recorded").setValue(new InstantType(Date.from(recorded.recordedAt())));
        parameters.addParameter().setName("recordedBy").setValue(new Reference(recorded.recordedBy()));
        parameters.addParameter().setName("organisation").setValue(new CodeType(recorded.organisation()));
        parameters.addParameter("byPatient", recorded.byPatient());
        parameters
                .addParameter()
                .setName("patient")
                .setResource(AccessibleInformationMapper.toPatient(patientId, said));
        return parameters;
    }

    private static void consent(ParametersParameterComponent parameter, Map<Channel, Boolean> messages) {
        Optional<Channel> channel = Optional.empty();
        Optional<Boolean> permitted = Optional.empty();
        for (var part : parameter.getPart()) {
            var name = "messages." + part.getName();
            switch (name) {
                case "messages.channel" -> channel = once(name, channel, code(name, part.getValue(), Channel::of));
                case "messages.permitted" -> permitted = once(name, permitted, bool(name, part.getValue()));
                default -> throw unknown(name);
            }
        }
        if (channel.isEmpty() || permitted.isEmpty()) {
            throw ProblemException.of(
                    ProblemCode.MISSING_VALUE, "messages needs the parts channel and permitted.", "messages");
        }
        if (messages.putIfAbsent(channel.get(), permitted.get()) != null) {
            throw twice("messages");
        }
    }

    private static <T> Optional<T> once(String name, Optional<T> before, T value) {
        if (before.isPresent()) {
            throw twice(name);
        }
        return Optional.of(value);
    }

    private static <T> T code(
            String name, @org.jspecify.annotations.Nullable Type value, Function<String, Optional<T>> known) {
        return Optional.ofNullable(value)
                .filter(CodeType.class::isInstance)
                .map(code -> ((CodeType) code).getValue())
                .flatMap(known)
                .orElseThrow(() -> invalid(name, "a valueCode that is listed in the API's description"));
    }

    private static boolean bool(String name, @org.jspecify.annotations.Nullable Type value) {
        return Optional.ofNullable(value)
                .filter(BooleanType.class::isInstance)
                .map(flag -> ((BooleanType) flag).booleanValue())
                .orElseThrow(() -> invalid(name, "a valueBoolean"));
    }

    private static void requireAnswered(String name) {
        if (!ANSWERED.contains(name)) {
            throw unknown(name);
        }
    }

    private static ProblemException invalid(String name, String wanted) {
        return ProblemException.of(ProblemCode.INVALID_VALUE, name + " takes " + wanted + ".", name);
    }

    private static ProblemException twice(String name) {
        return ProblemException.of(ProblemCode.INVALID_VALUE, name + " stands twice. Send one.", name);
    }

    private static ProblemException unknown(String name) {
        var clean = name.replaceAll("[^A-Za-z0-9.]", "?");
        var shown = clean.length() > 40 ? clean.substring(0, 40) : clean;
        return ProblemException.of(
                ProblemCode.INVALID_VALUE,
                "There is no parameter " + shown
                        + ". Known are preferredChannel, language, interpreterRequired, format, messages.",
                shown);
    }
}

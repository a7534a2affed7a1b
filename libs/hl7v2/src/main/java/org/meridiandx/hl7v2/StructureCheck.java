package org.meridiandx.hl7v2;

import ca.uhn.hl7v2.DefaultHapiContext;
import ca.uhn.hl7v2.HL7Exception;
import ca.uhn.hl7v2.HapiContext;
import ca.uhn.hl7v2.model.AbstractGroup;
import ca.uhn.hl7v2.model.GenericMessage;
import ca.uhn.hl7v2.model.Group;
import ca.uhn.hl7v2.model.Segment;
import ca.uhn.hl7v2.model.Structure;
import ca.uhn.hl7v2.parser.CanonicalModelClassFactory;
import ca.uhn.hl7v2.validation.impl.ValidationContextFactory;
import java.util.ArrayList;
import java.util.List;

/// A strict look at a message's structure, with HAPI HL7v2 and the v2.5.1 model: segments that do not belong,
/// required fields that are empty. Its findings are warnings for a data-quality report or an answer's ERR
/// segments, never a reason to refuse. Costs milliseconds: keep it off the intake path. Thread-safe.
public final class StructureCheck {

    private static final int MOST_FINDINGS = 50;

    /// Findings about one message; empty where HAPI has none. Never throws for what is in the message.
    public List<AckProblem> findings(ReceivedMessage message) {
        var findings = new ArrayList<AckProblem>();
        if (!message.isReadable()) {
            findings.add(AckProblem.warning(
                    AckProblem.Location.of("MSH", 0),
                    Hl7Error.SEGMENT_SEQUENCE,
                    "The message does not begin with MSH"));
            return findings;
        }
        try {
            var text = message.text().strip().replace("\r\n", "\r").replace('\n', '\r');
            var parsed = Hapi.CONTEXT.getPipeParser().parse(text);
            if (parsed instanceof GenericMessage) {
                findings.add(AckProblem.warning(
                        AckProblem.Location.of("MSH", 9),
                        Hl7Error.UNSUPPORTED_MESSAGE_TYPE,
                        "This message type has no structure in v2.5.1"));
                return findings;
            }
            inspect(parsed, findings);
        } catch (HL7Exception | RuntimeException refused) {
            // HAPI throws both for bad content, and puts content into the text: only place and code are told.
            findings.add(refusal(refused));
        }
        return findings.size() > MOST_FINDINGS ? List.copyOf(findings.subList(0, MOST_FINDINGS)) : findings;
    }

    private static AckProblem refusal(Exception refused) {
        var location = AckProblem.Location.MESSAGE;
        if (refused instanceof HL7Exception hl7 && hl7.getLocation() != null) {
            var segment = hl7.getLocation().getSegmentName();
            location = segment == null
                    ? location
                    : AckProblem.Location.of(segment, Math.max(hl7.getLocation().getField(), 0));
        }
        return AckProblem.warning(
                location, Hl7Error.SEGMENT_SEQUENCE, "The message cannot be read strictly as HL7 v2.5.1");
    }

    private static void inspect(Group group, List<AckProblem> findings) throws HL7Exception {
        for (var name : group.getNames()) {
            for (Structure structure : group.getAll(name)) {
                if (structure instanceof Group inner) {
                    inspect(inner, findings);
                } else if (structure instanceof Segment segment) {
                    inspect(segment, group, name, findings);
                }
            }
        }
    }

    private static void inspect(Segment segment, Group group, String name, List<AckProblem> findings)
            throws HL7Exception {
        if (segment.isEmpty()) {
            return;
        }
        if (group instanceof AbstractGroup known && known.getNonStandardNames().contains(name)) {
            findings.add(AckProblem.warning(
                    AckProblem.Location.of(segment.getName(), 0),
                    Hl7Error.SEGMENT_SEQUENCE,
                    "The segment does not belong at this place of a v2.5.1 message"));
            return;
        }
        for (int field = 1; field <= segment.numFields(); field++) {
            if (segment.isRequired(field) && isEmpty(segment, field)) {
                findings.add(AckProblem.warning(
                        AckProblem.Location.of(segment.getName(), field),
                        Hl7Error.REQUIRED_FIELD_MISSING,
                        "The field is required in v2.5.1"));
            }
        }
    }

    private static boolean isEmpty(Segment segment, int field) throws HL7Exception {
        return segment.getField(field).length == 0 || segment.getField(field, 0).isEmpty();
    }

    /// HAPI's context is expensive and reflective: made at first use, never at start.
    private static final class Hapi {
        static final HapiContext CONTEXT = create();

        private static HapiContext create() {
            var context = new DefaultHapiContext(new CanonicalModelClassFactory("2.5.1"));
            context.setValidationContext(ValidationContextFactory.noValidation());
            return context;
        }
    }
}

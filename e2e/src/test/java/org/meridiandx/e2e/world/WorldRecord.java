package org.meridiandx.e2e.world;

import java.util.Set;

/// A record of the world.
///
/// @param type FHIR resource type
/// @param key its id; of a study before it was found the Study Instance UID
/// @param patient whose it is
/// @param organisations whom it names as requester, performer or custodian
/// @param labels its security labels
/// @param names what else it is found and known by
public record WorldRecord(
        String type, String key, WorldPatient patient, Set<String> organisations, Set<String> labels, Names names) {

    public WorldRecord {
        organisations = Set.copyOf(organisations);
        labels = Set.copyOf(labels);
    }

    /// @param marker a text that stands in the record and nowhere else; empty where there is none
    /// @param identifier system and value with a bar between; empty where there is none
    /// @param path of an image of the study, below `/dicom-web`; empty for what is no study
    public record Names(String marker, String identifier, String path) {
        public static final Names NONE = new Names("", "", "");

        /// Study Instance UID.
        public String study() {
            return path.split("/")[2];
        }
    }

    public String reference() {
        return type + "/" + key;
    }

    public boolean is(String other) {
        return type.equals(other);
    }

    @Override
    public String toString() {
        return reference() + " of " + patient;
    }
}

package org.meridiandx.result.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridiandx.result.record.types.RecordType;
import org.meridiandx.result.resources.KeptType;

/// All types that this service keeps: results, and the shared record.
public final class KeptTypes {
    private static final List<KeptType> ALL = all();

    private KeptTypes() {}

    /// @param name as in `resourceType`
    /// @return empty where it is not kept here
    public static Optional<KeptType> named(String name) {
        return ALL.stream().filter(type -> type.fhirName().equals(name)).findFirst();
    }

    /// Results first.
    public static List<KeptType> inOrder() {
        return ALL;
    }

    private static List<KeptType> all() {
        var all = new ArrayList<KeptType>(List.of(ResultType.values()));
        all.addAll(List.of(RecordType.values()));
        return List.copyOf(all);
    }
}

package org.meridiandx.testkit.arch;

/// The rules of style.md that a tool can check, by the name that a failure shows.
public enum HouseRule {
    /// Feature packages do not depend on one another in a circle.
    NO_CYCLES,
    /// Entities and repositories are package-private: other features call the service.
    STORAGE_IS_PRIVATE,
    /// No package is called util, common, helper, misc, base, core or impl.
    PACKAGES_ARE_THINGS,
    /// No class is called Impl, Manager, Helper or Util.
    CLASSES_ARE_THINGS,
    /// Packages called rules or dicom know no framework and no Uni.
    PURE_CORE,
    /// Sessions and transactions are opened by services and listeners only.
    TRANSACTIONS_ON_SERVICES,
    /// Main code neither waits for a Uni nor subscribes to one.
    NO_AWAIT_OR_SUBSCRIBE,
    /// Dependencies come through the constructor.
    NO_FIELD_INJECTION,
    /// Nothing is written to standard output past the logger.
    NO_STANDARD_STREAMS,
    /// Every package is marked with `@NullMarked`.
    NULL_MARKED,
    /// Files are under 300 lines, methods under 40, parameters at most five (records and enum constants excepted).
    SHORT_SOURCES,
    /// What libraries name for native images, a service that names more names too.
    NATIVE_RESOURCES,
    /// A module below `libs` has at most 15 public types. There is no exemption: it is split by a thing, or types
    /// become package-private.
    SMALL_LIBRARIES
}

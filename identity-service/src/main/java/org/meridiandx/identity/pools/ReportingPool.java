package org.meridiandx.identity.pools;

import java.util.UUID;

/// Those who read and report for an organisation.
///
/// @param organisation ODS code of whoever made it
/// @param name as people call it, once in an organisation
record ReportingPool(UUID id, String organisation, String name) {}

package org.meridiandx.identity.sessions;

import io.quarkus.runtime.annotations.RegisterForReflection;

/// What a member of staff is at one organisation.
///
/// @param profile id of the role profile at the provider
/// @param organisation ODS code
/// @param organisationName as the provider says
/// @param title of the role, as the provider says
/// @param role ours: `clinician`, `radiologist`, ...
@RegisterForReflection
public record StaffRole(String profile, String organisation, String organisationName, String title, String role) {}

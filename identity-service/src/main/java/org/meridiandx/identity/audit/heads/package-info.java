/// Signed ends of audit logs: signing the own, telling them to other regions, keeping what other
/// regions told.
@NullMarked
package org.meridiandx.identity.audit.heads;

import org.jspecify.annotations.NullMarked;

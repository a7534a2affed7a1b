/// Finds what was done to the audit log behind our back: every entry is read and hashed again,
/// while the service runs.
@NullMarked
package org.meridiandx.identity.audit.verify;

import org.jspecify.annotations.NullMarked;

/// How the audit log was kept before it became a tree: each entry hashed with the one before. Only
/// what is needed to check such a log once more while it is taken over.
@NullMarked
package org.meridiandx.identity.audit.chain;

import org.jspecify.annotations.NullMarked;

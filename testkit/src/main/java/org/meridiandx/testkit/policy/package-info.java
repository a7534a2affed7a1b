/// The reference policy of docs/security/access-policy.md, read from its table.
@NullMarked
package org.meridiandx.testkit.policy;

import org.jspecify.annotations.NullMarked;

/// The envelope of requests that were placed together: a RequestGroup that names them, and whose status
/// follows theirs.
///
/// [GroupWriter] keeps it, in the transaction that places or changes its members.
@NullMarked
package org.meridiandx.order.groups;

import org.jspecify.annotations.NullMarked;

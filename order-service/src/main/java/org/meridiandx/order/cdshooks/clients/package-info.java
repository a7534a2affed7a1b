/// Who may call the hooks: an EHR that signs a token of its own for each call. Access tokens of the
/// region are taken too, as everywhere.
@NullMarked
package org.meridiandx.order.cdshooks.clients;

import org.jspecify.annotations.NullMarked;

/// When grounds begin and end: rules without any framework.
@NullMarked
package org.meridiandx.identity.relationships.rules;

import org.jspecify.annotations.NullMarked;

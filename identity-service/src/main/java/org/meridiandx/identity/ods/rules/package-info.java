/// What the published files say: their layouts, and what several of them say together. Pure.
@NullMarked
package org.meridiandx.identity.ods.rules;

import org.jspecify.annotations.NullMarked;

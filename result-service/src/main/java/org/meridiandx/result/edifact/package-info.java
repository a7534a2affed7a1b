/// What an NHS pathology or radiology report in EDIFACT (MEDRPT, NHS003) says, as drafts like those
/// of HL7 v2. Our own small reader; nothing here looks anything up.
@NullMarked
package org.meridiandx.result.edifact;

import org.jspecify.annotations.NullMarked;

package org.meridiandx.result.matching;

import jakarta.enterprise.context.Dependent;
import org.meridiandx.access.Access;
import org.meridiandx.access.AuditTrail;

/// What whoever shows or changes something of a patient asks and writes to.
@Dependent
class Audited {
    private final Access access;
    private final AuditTrail audit;

    Audited(Access access, AuditTrail audit) {
        this.access = access;
        this.audit = audit;
    }

    Access access() {
        return access;
    }

    AuditTrail audit() {
        return audit;
    }
}

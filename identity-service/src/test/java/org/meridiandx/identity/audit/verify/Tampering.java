package org.meridiandx.identity.audit.verify;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.meridiandx.identity.audit.LogState;

/// One thing that somebody with the database, but without the signing key, may do to the log.
///
/// @param statements SQL, in order
/// @param isRebuilt whether the forger then hashes everything anew, so that all but the signature
/// fits
record Tampering(String name, List<String> statements, boolean isRebuilt) {
    private static final List<String> COLUMNS = List.of(
            "id = '{uuid}'",
            "version = 2",
            "last_updated = last_updated + interval '1 millisecond'",
            "recorded = recorded - interval '1 hour'",
            "patient_id = null",
            "patient_id = ''",
            "patient_id = '{uuid}'",
            "organisations = '{RX901}'",
            "content = set_byte(content, {byte}, get_byte(content, {byte}) # {bit})",
            "content = content || ' '",
            "action = 'U'",
            "interaction = 'history'",
            "outcome = '8'",
            "reason = 'self'",
            "organisation = 'RX999'",
            "client_id = 'other'",
            "agent = ''",
            "agent_name = 'Sam'",
            "role = 'auditor'",
            "purpose = 'research'",
            "resource_type = 'Task'",
            "request_id = '{uuid}'",
            "leaf_hash = set_byte(leaf_hash, {hashbyte}, get_byte(leaf_hash, {hashbyte}) # {bit})",
            "leaf_hash = null",
            "prev_hash = '\\x00'",
            "hash = '\\x00'",
            "seq = {size} + 1 + {byte}",
            "seq = -{byte} - 1");
    private static final List<String> END = List.of(
            "update audit_log set size = size + 1",
            "update audit_log set size = size - 1",
            "update audit_log set root = set_byte(root, 3, get_byte(root, 3) # {bit})",
            "update audit_log set frontier = set_byte(frontier, 40, get_byte(frontier, 40) # {bit})",
            "update audit_log set signed_head = ''",
            "update audit_log set signed_head = overlay(signed_head placing 'AAAA' from length(signed_head) - 99)",
            "update audit_log set signed_head = 'x.y.z'",
            "delete from audit_log",
            "delete from audit_tile where index = 0",
            "update audit_tile set hash = set_byte(hash, {hashbyte}, get_byte(hash, {hashbyte}) # {bit})",
            "insert into audit_tile values (1, 7000007, '\\x00')",
            "truncate audit_event",
            "truncate audit_event; update audit_log set size = 0, root = sha256(''), frontier = '', signed_head = ''; "
                    + "delete from audit_tile");

    static Tampering random(Random random, LogState log, LogState earlier) {
        var at = 1 + random.nextLong(log.size());
        var other = 1 + (at + random.nextLong(log.size() - 1)) % log.size();
        var isRebuilt = random.nextInt(3) == 0;
        return switch (random.nextInt(9)) {
            case 0 -> of("delete", isRebuilt, "delete from audit_event where seq = " + at);
            case 1 -> of("delete and close up", isRebuilt, "delete from audit_event where seq = " + at, shift(at, -1));
            case 2, 3 -> {
                var column = filled(COLUMNS.get(random.nextInt(COLUMNS.size())), random, log);
                // Rebuilding mends the leaf hash: only what it does not mend is left as a change.
                var mends = column.startsWith("leaf_hash") || column.startsWith("seq");
                yield of(
                        "change " + column,
                        isRebuilt && !mends,
                        "update audit_event set " + column + " where seq = " + at);
            }
            case 4 -> of("insert at the end", isRebuilt, copied(at, String.valueOf(log.size() + 1)));
            case 5 -> of("insert in the middle", isRebuilt, shift(at, 1), copied(at + 1, String.valueOf(at)));
            case 6 ->
                of("swap " + at + " and " + other, isRebuilt, swapped(at, other == at ? at % log.size() + 1 : other));
            case 7 -> truncated(random, log, earlier, at);
            default ->
                of(
                        "end",
                        false,
                        filled(END.get(random.nextInt(END.size())), random, log).split("; "));
        };
    }

    /// Cuts the tail: only it, or with a forged end, or with an end that the region once signed.
    private static Tampering truncated(Random random, LogState log, LogState earlier, long at) {
        return switch (random.nextInt(3)) {
            case 0 -> of("truncate", false, "delete from audit_event where seq >= " + at);
            case 1 ->
                of("truncate with a forged head", true, "delete from audit_event where seq >= " + Math.max(2, at));
            default ->
                of(
                        "truncate with an old head",
                        false,
                        "delete from audit_event where seq > " + earlier.size(),
                        "delete from audit_tile where (index + 1) * (256 ^ level) > " + earlier.size(),
                        "update audit_log set size = " + earlier.size() + ", root = " + bytes(earlier.root())
                                + ", frontier = " + bytes(earlier.frontier()) + ", signed_head = '"
                                + earlier.signedHead() + "'");
        };
    }

    private static Tampering of(String name, boolean isRebuilt, String... statements) {
        return new Tampering(name, List.of(statements), isRebuilt);
    }

    private static String shift(long from, int by) {
        return "update audit_event set seq = -(seq + (" + by + ")) where seq >= " + from
                + "; update audit_event set seq = -seq where seq < 0";
    }

    private static String swapped(long one, long other) {
        return "update audit_event set seq = -1000000 where seq = " + one + "; update audit_event set seq = " + one
                + " where seq = " + other + "; update audit_event set seq = " + other + " where seq = -1000000";
    }

    private static String copied(long from, String seq) {
        return """
                insert into audit_event (seq, id, version, last_updated, patient_id, content, recorded, action,
                    interaction, outcome, organisation, client_id, leaf_hash, reason, agent, agent_name, role, purpose,
                    resource_type, request_id)
                select %s, '%s', version, last_updated, patient_id, content, recorded, action, interaction, outcome,
                    organisation, client_id, leaf_hash, reason, agent, agent_name, role, purpose, resource_type,
                    request_id
                from audit_event where seq = %d""".formatted(seq, UUID.randomUUID(), from);
    }

    private static String filled(String sql, Random random, LogState log) {
        return sql.replace("{uuid}", UUID.randomUUID().toString())
                .replace("{byte}", String.valueOf(random.nextInt(900)))
                .replace("{hashbyte}", String.valueOf(random.nextInt(32)))
                .replace("{bit}", String.valueOf(1 << random.nextInt(8)))
                .replace("{size}", String.valueOf(log.size()));
    }

    private static String bytes(byte[] value) {
        return "'\\x" + java.util.HexFormat.of().formatHex(value) + "'";
    }
}

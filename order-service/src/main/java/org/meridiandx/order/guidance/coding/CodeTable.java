package org.meridiandx.order.guidance.coding;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridiandx.order.guidance.rules.facts.Fact;
import org.meridiandx.order.guidance.rules.facts.Facts;

/// What codes and words mean. Built once, then read by many threads.
public final class CodeTable {
    private static final String ICD = "icd10";
    private static final String ORDERING = "snomed";
    private static final int LONGEST_CODE = 20;

    private final Facts none;
    private final Map<String, String> systems = new HashMap<>();
    private final Map<String, Meaning> examinations = new HashMap<>();
    private final Map<String, Meaning> reasons = new HashMap<>();
    private final Map<String, Meaning> phrases = new HashMap<>();
    private final Map<String, Meaning> namedExaminations = new HashMap<>();
    private final Map<String, List<Coded.Code>> ordering = new HashMap<>();
    private final Map<String, String> procedures = new HashMap<>();
    private final Map<String, Fact> mentioned = new HashMap<>();
    private final WordTables words;

    /// @param examinationWords for what is asked for
    /// @param suspicion words that say that something is suspected
    /// @param modalities words that name a modality
    /// @param mentions words that speak of a fact, tagged with its name
    record WordTables(Words examinationWords, Words suspicion, Words modalities, Words mentions) {}

    CodeTable(Facts none, WordTables words) {
        this.none = none;
        this.words = words;
    }

    void addMentioned(Fact fact) {
        mentioned.put(fact.name(), fact);
    }

    /// A fact that words may speak of.
    Optional<Fact> mentioned(String name) {
        return Optional.ofNullable(mentioned.get(name));
    }

    void addSystem(String url, String alias) {
        systems.put(url, alias);
    }

    /// @return false where the code has a meaning already
    boolean addExamination(String alias, String code, Meaning meaning) {
        namedExaminations.put(meaning.means(), meaning);
        if (alias.equals(ORDERING)) {
            ordering.putIfAbsent(meaning.means(), List.of(new Coded.Code(urlOf(alias), code)));
        }
        return examinations.put(key(alias, code), meaning) == null;
    }

    boolean addReason(String alias, String code, Meaning meaning) {
        return reasons.put(key(alias, code), meaning) == null;
    }

    boolean addPhrase(String phrase, Meaning meaning) {
        return phrases.put(String.join(" ", Words.split(phrase)), meaning) == null;
    }

    Facts none() {
        return none;
    }

    WordTables words() {
        return words;
    }

    Optional<Meaning> examination(Coded.Code code) {
        return find(examinations, code);
    }

    Optional<Meaning> examinationNamed(String means) {
        return Optional.ofNullable(namedExaminations.get(means));
    }

    /// @param procedure as a recommendation words it
    /// @param means the examination of the table that is ordered for it
    void addProcedure(String procedure, String means) {
        procedures.put(procedure, means);
    }

    /// What recommendations word in another way than the table.
    Set<String> procedures() {
        return Set.copyOf(procedures.keySet());
    }

    /// The codes of an examination as an order names it.
    ///
    /// @param procedure the table's own words, or a recommendation's
    /// @return none where the table has no such examination, or none of a terminology that orders
    ///     use here
    public List<Coded.Code> codesOf(String procedure) {
        return ordering.getOrDefault(procedures.getOrDefault(procedure, procedure), List.of());
    }

    Optional<Meaning> reason(Coded.Code code) {
        return find(reasons, code);
    }

    Optional<Meaning> reasonOfWords(List<String> words) {
        return Optional.ofNullable(phrases.get(String.join(" ", words)));
    }

    /// How people call the system; empty where it is not one of the table's.
    Optional<String> aliasOf(Coded.Code code) {
        return Optional.ofNullable(systems.get(code.system()));
    }

    private String urlOf(String alias) {
        return systems.entrySet().stream()
                .filter(system -> system.getValue().equals(alias))
                .map(Map.Entry::getKey)
                .sorted()
                .findFirst()
                .orElse("");
    }

    private Optional<Meaning> find(Map<String, Meaning> rows, Coded.Code code) {
        return aliasOf(code).flatMap(alias -> find(rows, alias, code.value()));
    }

    /// What is said of a class of ICD-10 holds for all in it: M54.5 for M54.50.
    /// No code of these systems is longer than [#LONGEST_CODE]: what is, is not looked at.
    private static Optional<Meaning> find(Map<String, Meaning> rows, String alias, String code) {
        if (code.length() > LONGEST_CODE) {
            return Optional.empty();
        }
        var exact = rows.get(key(alias, code));
        if (exact != null || !alias.equals(ICD)) {
            return Optional.ofNullable(exact);
        }
        for (int length = code.length() - 1; length >= 3; length--) {
            var wider = rows.get(key(alias, code.substring(0, length)));
            if (wider != null && (code.charAt(length) == '.' || code.lastIndexOf('.', length - 1) >= 0)) {
                return Optional.of(wider);
            }
        }
        return Optional.empty();
    }

    private static String key(String alias, String code) {
        return alias + '|' + code;
    }
}

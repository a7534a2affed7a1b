package org.meridiandx.order.guidance.rules.facts;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads conditions as the vocabulary's expression language writes them, and refuses what it does not know.
public final class ExpressionReader {
    private static final Pattern ATOM = Pattern.compile("(\\w+)(?:\\s*(==|!=|<=|>=|<|>|\\bin\\b)\\s*(.+))?");

    private static final Set<String> AT_LEAST = Set.of("n", "of");

    private final ContentFile file;
    private final Lookup<Fact> facts;
    private final Lookup<DerivedFact> derived;

    ExpressionReader(ContentFile file, Lookup<Fact> facts, Lookup<DerivedFact> derived) {
        this.file = file;
        this.facts = facts;
        this.derived = derived;
    }

    public ExpressionReader(ContentFile file, Vocabulary vocabulary) {
        this(
                file,
                name -> vocabulary.fact(name).orElse(null),
                name -> vocabulary.derivedFact(name).orElse(null));
    }

    /// What stands under a name, null for none.
    interface Lookup<T> {
        @Nullable
        T find(String name);
    }

    /// @throws ContentException where it is no condition over known facts
    public Expression read(SourceNode node) {
        return switch (node) {
            case SourceNode.Text text -> atom(text);
            case SourceNode.Fields fields -> node(fields);
            case SourceNode.Items items -> throw file.fault(items, "a list is no condition; put it under all or any");
            case SourceNode.Empty empty -> throw file.fault(empty, "a condition is expected here");
        };
    }

    private Expression node(SourceNode.Fields node) {
        if (node.values().size() != 1) {
            throw file.fault(node, "one of all, any, not, at_least and missing stands alone");
        }
        var entry = node.values().entrySet().iterator().next();
        var of = entry.getValue();
        return switch (entry.getKey()) {
            case "all" -> new Expression.All(parts(of));
            case "any" -> new Expression.Any(parts(of));
            case "not" -> new Expression.Not(read(of));
            case "at_least" -> atLeast(file.only(of, AT_LEAST));
            case "missing" ->
                new Expression.Missing(file.items(of).stream().map(this::named).toList());
            default -> throw file.fault(node, "'" + entry.getKey() + "' is none of all, any, not, at_least, missing");
        };
    }

    private List<Expression> parts(SourceNode of) {
        var parts = file.items(of).stream().map(this::read).toList();
        if (parts.isEmpty()) {
            throw file.fault(of, "there is no condition in it");
        }
        return parts;
    }

    private Expression atLeast(SourceNode.Fields of) {
        var parts = parts(file.get(of, "of"));
        var number = file.number(of, "n");
        if (number.stripTrailingZeros().scale() > 0
                || number.signum() <= 0
                || number.compareTo(BigDecimal.valueOf(parts.size())) > 0) {
            throw file.fault(of, "n is between 1 and the number of conditions");
        }
        return new Expression.AtLeast(number.intValueExact(), parts);
    }

    private Fact named(SourceNode node) {
        var fact = facts.find(file.text(node));
        if (fact == null) {
            throw file.fault(node, "'" + file.text(node) + "' is no fact of the vocabulary");
        }
        return fact;
    }

    private Expression atom(SourceNode.Text text) {
        var atom = ATOM.matcher(text.value().strip());
        if (!atom.matches()) {
            throw file.fault(text, "'" + text.value() + "' is no condition");
        }
        var fact = facts.find(atom.group(1));
        var sign = atom.group(2);
        if (fact == null) {
            return derived(text, atom.group(1), sign);
        }
        if (sign == null) {
            if (fact.kind() != Fact.Kind.FLAG) {
                throw file.fault(text, "'" + fact + "' is not true or false; compare it with something");
            }
            return new Expression.Holds(fact);
        }
        return compared(text, fact, sign, atom.group(3).strip());
    }

    private Expression derived(SourceNode.Text text, String name, @Nullable String sign) {
        var found = derived.find(name);
        if (found == null) {
            throw file.fault(text, "'" + name + "' is no fact of the vocabulary");
        }
        if (sign != null) {
            throw file.fault(text, "'" + name + "' is true or false; it stands alone");
        }
        return new Expression.Derived(found);
    }

    private Expression compared(SourceNode.Text text, Fact fact, String sign, String literal) {
        return switch (fact.kind()) {
            case NUMBER -> number(text, fact, sign, literal);
            case CHOICE -> choice(text, fact, sign, literal);
            case FLAG, TEXT -> throw file.fault(text, "'" + fact + "' cannot be compared");
        };
    }

    private Expression number(SourceNode.Text text, Fact fact, String sign, String literal) {
        var comparison =
                Comparison.of(sign).orElseThrow(() -> file.fault(text, "a number is compared with == != < <= > or >="));
        return new Expression.Compared(fact, comparison, file.number(new SourceNode.Text(literal, text.line())));
    }

    private Expression choice(SourceNode.Text text, Fact fact, String sign, String literal) {
        return switch (sign) {
            case "==" -> new Expression.Chosen(fact, codes(text, fact, List.of(literal)));
            case "!=" -> new Expression.Not(new Expression.Chosen(fact, codes(text, fact, List.of(literal))));
            case "in" -> {
                if (!literal.startsWith("[") || !literal.endsWith("]")) {
                    throw file.fault(text, "after in stands a list in square brackets");
                }
                var list = literal.substring(1, literal.length() - 1).split(",");
                yield new Expression.Chosen(
                        fact,
                        codes(text, fact, Arrays.stream(list).map(String::strip).toList()));
            }
            default -> throw file.fault(text, "'" + fact + "' is a choice: == != or in");
        };
    }

    private Set<String> codes(SourceNode.Text text, Fact fact, List<String> codes) {
        for (var code : codes) {
            if (!fact.choices().contains(code)) {
                throw file.fault(text, "'" + code + "' is no value of '" + fact + "': " + fact.choices());
            }
        }
        return new LinkedHashSet<>(codes);
    }
}

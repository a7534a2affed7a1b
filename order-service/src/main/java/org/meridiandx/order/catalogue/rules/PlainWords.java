package org.meridiandx.order.catalogue.rules;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Finds tests by plain words with typos.
///
/// A word of the question counts for a test that has it (1), a word that it begins (0.9), or one
/// that differs by a typo or two (0.8, 0.6): one letter wrong, missing, too many or two changed
/// about in a word of four to seven letters, two in a longer one. A test is found when the words of
/// the question count for half on average; the best come first. In memory: a catalogue has some
/// thousand words.
public final class PlainWords {
    private static final int MOST_WORDS = 8;
    private static final int MOST_LETTERS = 40;
    private static final double ENOUGH = 0.5;
    private static final Set<String> FILLERS = Set.of(
            "a", "an", "and", "at", "by", "for", "from", "in", "my", "of", "on", "or", "please", "the", "to", "with");
    private final Map<String, List<CatalogueTest>> testsByWord = new HashMap<>();
    private final Map<String, CatalogueTest> testsById = new HashMap<>();

    public PlainWords(Collection<CatalogueTest> tests) {
        for (var test : tests) {
            testsById.put(test.id(), test);
            for (var word : wordsOf(test)) {
                testsByWord.computeIfAbsent(word, any -> new ArrayList<>()).add(test);
            }
        }
    }

    /// A test and how well it fits, above 0 up to 1.
    public record Hit(CatalogueTest test, double score) {}

    /// @param text at most 8 words of it count
    /// @return the best first; none where no word is left
    public List<Hit> find(String text) {
        var asked = words(text).stream()
                .filter(word -> !FILLERS.contains(word))
                .limit(MOST_WORDS)
                .toList();
        var sums = new HashMap<String, Double>();
        for (var word : asked) {
            best(word).forEach((id, score) -> sums.merge(id, score, Double::sum));
        }
        var hits = new ArrayList<Hit>();
        testsById.forEach((id, test) -> {
            var score = sums.getOrDefault(id, 0.0) / asked.size();
            if (score >= ENOUGH) {
                hits.add(new Hit(test, score));
            }
        });
        hits.sort(Comparator.comparingDouble(Hit::score)
                .reversed()
                .thenComparing(hit -> hit.test().title().length())
                .thenComparing(hit -> hit.test().id()));
        return List.copyOf(hits);
    }

    /// How well tests fit one word, by their ids: a whole test takes long to hash.
    private Map<String, Double> best(String asked) {
        var best = new HashMap<String, Double>();
        testsByWord.forEach((word, tests) -> {
            var score = score(asked, word);
            if (score > 0) {
                tests.forEach(test -> best.merge(test.id(), score, Math::max));
            }
        });
        return best;
    }

    private static Set<String> wordsOf(CatalogueTest test) {
        var words = new LinkedHashSet<>(words(test.title()));
        test.synonyms().forEach(synonym -> words.addAll(words(synonym)));
        return words;
    }

    /// Lower case, without accents, split at everything that is no letter and no digit.
    private static List<String> words(String text) {
        var plain = Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
        return Arrays.stream(plain.split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty() && word.length() <= MOST_LETTERS)
                .toList();
    }

    private static double score(String asked, String word) {
        if (asked.equals(word)) {
            return 1;
        }
        if (asked.length() >= 3 && word.startsWith(asked)) {
            return 0.9;
        }
        var typos = asked.length() < 4 ? 0 : asked.length() < 8 ? 1 : 2;
        if (Math.abs(asked.length() - word.length()) > typos) {
            return 0;
        }
        var distance = distance(asked, word);
        return distance > typos ? 0 : distance == 1 ? 0.8 : 0.6;
    }

    /// Letters to change, add, leave out or swap with their neighbour (optimal string alignment).
    private static int distance(String one, String other) {
        var rows = new int[one.length() + 1][other.length() + 1];
        for (var i = 0; i <= one.length(); i++) {
            for (var j = 0; j <= other.length(); j++) {
                rows[i][j] = i == 0 ? j : j == 0 ? i : step(rows, one, other, i, j);
            }
        }
        return rows[one.length()][other.length()];
    }

    private static int step(int[][] rows, String one, String other, int i, int j) {
        var cost = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
        var least = Math.min(Math.min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + cost);
        var isSwap =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return isSwap ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
    }
}

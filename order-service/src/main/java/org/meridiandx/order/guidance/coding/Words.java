package org.meridiandx.order.guidance.coding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Takes a text apart into phrases that are known; with one word that is not, nothing is known of
/// it.
final class Words {
    static final int LONGEST_TEXT = 200;

    /// Possessive: a long text is read in one go, without a call per word.
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]++(?:-[\\p{L}\\p{N}]++)*+|\\?");

    private final Map<List<String>, Set<String>> phrases = new HashMap<>();
    private int longest = 1;

    /// @param tag what a text is told to say that has the phrase
    void add(String phrase, String tag) {
        var words = split(phrase);
        phrases.computeIfAbsent(words, first -> new HashSet<>()).add(tag);
        longest = Math.max(longest, words.size());
    }

    /// The tags of all phrases in a text.
    ///
    /// @return empty where a word of it belongs to none
    Optional<Set<String>> tagsOf(String text) {
        if (text.length() > LONGEST_TEXT) {
            return Optional.empty();
        }
        var words = split(text);
        var found = new HashSet<String>();
        int at = 0;
        while (at < words.size()) {
            int taken = take(words, at, found);
            if (taken == 0) {
                return Optional.empty();
            }
            at += taken;
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(found);
    }

    /// Whether one of the phrases is somewhere in the text.
    boolean isIn(String text) {
        var words = split(text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text);
        for (int at = 0; at < words.size(); at++) {
            if (take(words, at, new HashSet<>()) > 0) {
                return true;
            }
        }
        return false;
    }

    /// The tags of the phrases that are somewhere in the text, between whatever words.
    Set<String> tagsIn(String text) {
        var words = split(text);
        var found = new HashSet<String>();
        int at = 0;
        while (at < words.size()) {
            at += Math.max(take(words, at, found), 1);
        }
        return found;
    }

    /// What is left of a text without the phrases.
    List<String> without(String text) {
        var words = split(text);
        var left = new ArrayList<String>();
        int at = 0;
        while (at < words.size()) {
            int taken = take(words, at, new HashSet<>());
            if (taken == 0) {
                left.add(words.get(at));
            }
            at += Math.max(taken, 1);
        }
        return left;
    }

    /// The longest phrase first: `abdomen and pelvis` is not `abdomen`.
    private int take(List<String> words, int at, Set<String> found) {
        for (int length = Math.min(longest, words.size() - at); length > 0; length--) {
            var tags = phrases.get(words.subList(at, at + length));
            if (tags != null) {
                found.addAll(tags);
                return length;
            }
        }
        return 0;
    }

    static List<String> split(String text) {
        var words = new ArrayList<String>();
        var matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /// Several reasons in one text.
    static List<String> pieces(String text) {
        return Arrays.stream(text.split("[,;/+\\n&]|(?i:\\b(?:and|with)\\b)"))
                .map(String::strip)
                .filter(piece -> !piece.isEmpty())
                .toList();
    }
}

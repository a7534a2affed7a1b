package org.meridiandx.testkit.arch;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// The rules that only the sources can be held to: how long files and methods are.
final class SourceRules {

    private static final int MAX_FILE_LINES = 300;
    private static final int MAX_METHOD_LINES = 40;
    private static final int MAX_PARAMETERS = 5;

    List<Violation> violations(Path sources) {
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        var found = new ArrayList<Violation>();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null);
                var walk = Files.walk(sources)) {
            var paths = walk.filter(file -> file.toString().endsWith(".java")).toList();
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(paths));
            var positions = Trees.instance(task).getSourcePositions();
            for (var unit : task.parse()) {
                new Measure(unit, positions, found).scan(unit, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + sources, e);
        }
        return found;
    }

    private static final class Measure extends TreeScanner<@Nullable Void, @Nullable String> {

        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<Violation> found;

        private Measure(CompilationUnitTree unit, SourcePositions positions, List<Violation> found) {
            this.unit = unit;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public @Nullable Void visitCompilationUnit(CompilationUnitTree tree, @Nullable String owner) {
            long lines = lineAt(positions.getEndPosition(unit, tree));
            if (lines > MAX_FILE_LINES) {
                add(fileName() + " has " + lines + " lines; split it below " + MAX_FILE_LINES);
            }
            return super.visitCompilationUnit(tree, owner);
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, @Nullable String owner) {
            boolean tabular = tree.getKind() == Tree.Kind.RECORD || tree.getKind() == Tree.Kind.ENUM;
            return super.visitClass(tree, tabular ? null : tree.getSimpleName().toString());
        }

        @Override
        public @Nullable Void visitMethod(MethodTree tree, @Nullable String owner) {
            var body = tree.getBody();
            if (body != null) {
                long lines = lineAt(positions.getEndPosition(unit, body))
                        - lineAt(positions.getStartPosition(unit, body))
                        + 1;
                if (lines > MAX_METHOD_LINES) {
                    add(fileName() + ": " + tree.getName() + " has " + lines + " lines; split it below "
                            + MAX_METHOD_LINES);
                }
            }
            // A record's or an enum constant's parameters are the columns of a table, not knobs of a method.
            boolean columns = owner == null && tree.getReturnType() == null;
            if (!columns && tree.getParameters().size() > MAX_PARAMETERS) {
                add(fileName() + ": " + tree.getName() + " takes "
                        + tree.getParameters().size() + " parameters; at most " + MAX_PARAMETERS);
            }
            return super.visitMethod(tree, owner);
        }

        private void add(String text) {
            found.add(new Violation(HouseRule.SHORT_SOURCES, text));
        }

        private long lineAt(long position) {
            return unit.getLineMap().getLineNumber(Math.max(0, position));
        }

        private String fileName() {
            Path file = Path.of(unit.getSourceFile().toUri());
            return String.valueOf(file.getFileName());
        }
    }
}

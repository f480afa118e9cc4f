package io.syncline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever other rooms can use says what it is. */
class DocumentedTest {
    @Test
    void everyPublicTypeAndMethodOfTheMainCodeHasASentence() throws IOException {
        List<Path> main =
                Checkout.files(".java").stream()
                        .filter(file -> Checkout.name(file).contains("/src/main/java/"))
                        .toList();

        assertThat(main).hasSizeGreaterThan(100);
        assertThat(undocumented(main)).isEmpty();
    }

    @Test
    void whatLacksASentenceIsNamedAndWhatNobodyCanUseIsNot(@TempDir Path folder)
            throws IOException {
        Path file = folder.resolve("A.java");
        Files.writeString(
                file,
                """
                public class A {
                    /** Said. */
                    public void said() {}
                    public void unsaid() {}
                    void ours() {}
                    @Override public String toString() { return ""; }
                    class Inner { public void hidden() {} }
                    /** Said. */
                    public interface B { void alsoUnsaid(); private void own() {} }
                    public record C(int i) { public C {} }
                }
                """);

        assertThat(undocumented(List.of(file)))
                .extracting(line -> line.substring(line.indexOf(": ") + 2))
                .containsExactly("A", "A.unsaid", "A.B.alsoUnsaid", "A.C");
    }

    private static List<String> undocumented(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> found = new ArrayList<>();
        try (StandardJavaFileManager sources = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    sources,
                                    null,
                                    List.of("-proc:none"),
                                    null,
                                    sources.getJavaFileObjectsFromPaths(files));
            DocTrees documents = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Undocumented(documents, unit, found).scan(unit, "");
            }
        }
        return found;
    }

    /** Goes through what is public all the way from the file down. */
    private static final class Undocumented extends TreePathScanner<Void, String> {
        private final DocTrees documents;
        private final CompilationUnitTree unit;
        private final List<String> found;

        Undocumented(DocTrees documents, CompilationUnitTree unit, List<String> found) {
            this.documents = documents;
            this.unit = unit;
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree type, String outside) {
            if (!isPublic(type.getModifiers())) {
                return null;
            }
            String name = outside + type.getSimpleName();
            note(name);
            return super.visitClass(type, name + ".");
        }

        @Override
        public Void visitMethod(MethodTree method, String outside) {
            boolean overrides =
                    method.getModifiers().getAnnotations().stream()
                            .anyMatch(
                                    each -> each.getAnnotationType().toString().equals("Override"));
            boolean constructor = method.getName().contentEquals("<init>");
            if (isPublic(method.getModifiers()) && !overrides && !constructor) {
                note(outside + method.getName());
            }
            return null;
        }

        /** Members of an interface are public unless they say otherwise. */
        private boolean isPublic(ModifiersTree modifiers) {
            Tree parent = getCurrentPath().getParentPath().getLeaf();
            boolean ofInterface = parent.getKind() == Tree.Kind.INTERFACE;
            return modifiers.getFlags().contains(Modifier.PUBLIC)
                    || ofInterface && !modifiers.getFlags().contains(Modifier.PRIVATE);
        }

        private void note(String name) {
            TreePath here = getCurrentPath();
            if (documents.getDocComment(here) == null) {
                found.add(
                        Checkout.root().relativize(Path.of(unit.getSourceFile().getName()))
                                + ": "
                                + name);
            }
        }
    }
}

package org.doclock;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The jars that Maven gives to a host which depends on DocLock's library: what the pom names for
 * compiling or running and not as optional, and what those name in turn.
 */
final class LibraryDependencies {

    private static final List<String> CLASS_PATH =
            Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));

    private LibraryDependencies() {}

    static List<File> jars() {
        Set<File> jars = new LinkedHashSet<>();
        Deque<Path> poms = new ArrayDeque<>(List.of(Path.of("pom.xml")));
        while (!poms.isEmpty()) {
            for (File jar : dependencies(poms.remove())) {
                if (jars.add(jar)) {
                    poms.add(Path.of(jar.getPath().replaceAll("\\.jar$", ".pom")));
                }
            }
        }
        return List.copyOf(jars);
    }

    private static List<File> dependencies(Path pom) {
        List<File> jars = new ArrayList<>();
        for (Element list : children(root(pom), "dependencies")) {
            for (Element dependency : children(list, "dependency")) {
                if (List.of("compile", "runtime").contains(text(dependency, "scope", "compile"))
                        && !text(dependency, "optional", "false").equals("true")) {
                    jars.add(jar(dependency));
                }
            }
        }
        return jars;
    }

    /** In the version that this build runs with: the same one that Maven chooses for hosts. */
    private static File jar(Element dependency) {
        String folder =
                Path.of("", text(dependency, "groupId", "").split("\\."))
                        .resolve(text(dependency, "artifactId", ""))
                        .toString();
        return CLASS_PATH.stream()
                .filter(it -> it.contains(File.separator + folder + File.separator))
                .findFirst()
                .map(File::new)
                .orElseThrow(() -> new IllegalStateException(folder + " is not on the class path"));
    }

    private static Element root(Path pom) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(pom.toFile())
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException(pom.toString(), e);
        }
    }

    private static String text(Element parent, String name, String absent) {
        return children(parent, name).stream()
                .map(it -> it.getTextContent().trim())
                .findFirst()
                .orElse(absent);
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            if (nodes.item(i) instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}

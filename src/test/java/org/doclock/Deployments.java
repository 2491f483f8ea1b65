package org.doclock;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.doclock.guard.edits.EditsResource;
import org.doclock.guard.notes.NotesResource;
import org.doclock.host.GreetingResource;
import org.doclock.host.HostApplication;
import org.doclock.host.HostErrors;
import org.doclock.host.HostJson;
import org.doclock.host.HostLogin;
import org.doclock.host.guarded.ListingApplication;
import org.doclock.host.guarded.Offer;
import org.doclock.host.guarded.OfferDesk;
import org.doclock.host.guarded.OfferResource;
import org.doclock.host.guarded.OfferService;
import org.doclock.host.guarded.OfferStore;
import org.doclock.host.guarded.OwnRefusals;
import org.doclock.host.prime.OfferPage;
import org.doclock.host.prime.ServicesApplication;
import org.doclock.quoting.Quote;
import org.hamcrest.Matcher;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.GenericArchive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ExplodedImporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.primefaces.PrimeFaces;

/** The archives that tests and {@code mvn -Prun} deploy. */
public final class Deployments {

    static final File LIBRARY = new File("target/doclock-classes.jar");
    static final File ADMINISTRATION = new File("target/doclock-admin.jar");

    private Deployments() {}

    /** The WAR that the build made, with what a test needs inside it. */
    public static WebArchive docLockWith(Class<?>... testClasses) {
        return forTestsInside(docLock("doclock.war"), testClasses);
    }

    /**
     * The same with the small guarded beans. Of the same name, so that it takes the other's place.
     */
    public static WebArchive notesWith(Class<?>... testClasses) {
        return forTestsInside(withNotes(docLock("doclock.war")), testClasses);
    }

    /** The WAR that the build made, under another name. */
    public static WebArchive docLock(String name) {
        return ShrinkWrap.create(ZipImporter.class, name)
                .importFrom(Path.of("target/doclock.war").toFile())
                .as(WebArchive.class);
    }

    private static WebArchive withNotes(WebArchive archive) {
        return archive.addPackage(NotesResource.class.getPackage())
                .addAsResource("notes/persistence.xml", "META-INF/persistence.xml");
    }

    private static WebArchive forTestsInside(WebArchive archive, Class<?>... testClasses) {
        return archive.addClasses(testClasses)
                .addClasses(RedisProcess.class, RedisLook.class, Signals.class)
                .addAsLibraries(
                        jarOf(Assertions.class),
                        jarOf(net.bytebuddy.ByteBuddy.class),
                        jarOf(Awaitility.class),
                        jarOf(Matcher.class));
    }

    /** DocLock's WAR with the example application in it, written below {@code target}. */
    public static Path quoting(Path project) {
        JavaArchive quoting =
                ShrinkWrap.create(JavaArchive.class, "quoting.jar")
                        .addPackages(
                                false,
                                Filters.exclude(".*(Test|IT)(\\$.*)?\\.class"),
                                Quote.class.getPackage())
                        .addAsManifestResource("quoting/persistence.xml", "persistence.xml")
                        .addAsManifestResource("quoting/schema.sql", "schema.sql")
                        .addAsManifestResource("quoting/web-fragment.xml", "web-fragment.xml");
        GenericArchive pages =
                ShrinkWrap.create(ExplodedImporter.class)
                        .importDirectory(project.resolve("src/test/webapp").toFile())
                        .as(GenericArchive.class);
        Path war = folder(project).resolve("quoting.war");
        ShrinkWrap.create(ZipImporter.class, "quoting.war")
                .importFrom(project.resolve("target/doclock.war").toFile())
                .as(WebArchive.class)
                .addAsLibrary(quoting)
                .merge(pages)
                .as(ZipExporter.class)
                .exportTo(war.toFile(), true);
        return war;
    }

    /**
     * DocLock with small guarded beans of every kind, for the tests of the guard; at {@code
     * /notes}.
     */
    public static WebArchive notes() {
        WebArchive notes = withNotes(docLock("notes.war"));
        notes.delete("/WEB-INF/payara-web.xml");
        return notes;
    }

    /**
     * DocLock with sheets that are edited under protections good and bad, at {@code /api/edits}.
     */
    public static WebArchive edits() {
        return ShrinkWrap.create(ZipImporter.class, "edits.war")
                .importFrom(Path.of("target/doclock.war").toFile())
                .as(WebArchive.class)
                .addPackage(EditsResource.class.getPackage())
                .addAsResource("edits/persistence.xml", "META-INF/persistence.xml")
                .addAsResource("edits/settings.sql", "META-INF/settings.sql");
    }

    /** Where a server can take it from. */
    public static Path file(WebArchive archive) {
        Path file = folder(Path.of("")).resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        return file;
    }

    /** Tests run in two processes at a time, and each has servers and archives of its own. */
    private static Path folder(Path project) {
        String process = System.getProperty("doclock.test.process", "0");
        try {
            return Files.createDirectories(project.resolve("target/archives-" + process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A WAR that is not DocLock's and has its library, in the way that the docs tell. */
    public static WebArchive host() {
        return hostWithLibrary("host.war")
                .addClass(HostApplication.class)
                .setWebXML("host/web.xml");
    }

    /** The same, but it takes no web fragment, and lists the classes of its REST API. */
    public static WebArchive hostWithAbsoluteOrdering() {
        return hostWithLibrary("absolute.war")
                .addClass(ListingApplication.class)
                .setWebXML("host/web-with-absolute-ordering.xml");
    }

    /** It takes no web fragment either, and has what the administrators' pages need. */
    public static WebArchive hostWithAdministration() {
        return hostWithLibrary("administered.war")
                .addClass(HostApplication.class)
                .addAsLibraries(ADMINISTRATION)
                .addAsLibraries(jarOf(PrimeFaces.class))
                .setWebXML("host/web-with-faces.xml");
    }

    /** The first of these, but with answers of its own to refused calls. */
    public static WebArchive hostWithOwnRefusals() {
        return hostWithLibrary("worded.war")
                .addClasses(HostApplication.class, OwnRefusals.class)
                .setWebXML("host/web.xml");
    }

    /** One with pages of PrimeFaces, and its REST API at a path of its own. */
    public static WebArchive hostWithPrimeFaces() {
        return hostWithLibrary("prime.war")
                .addClasses(OfferPage.class, ServicesApplication.class)
                .addAsWebResource("host/prime.xhtml", "prime.xhtml")
                .addAsLibraries(jarOf(PrimeFaces.class))
                .setWebXML("host/prime-web.xml");
    }

    /** What the first of these was before it had DocLock. */
    public static WebArchive hostWithoutDocLock() {
        return bareHost("plain.war").addClass(HostApplication.class).setWebXML("host/web.xml");
    }

    private static WebArchive hostWithLibrary(String name) {
        return bareHost(name)
                .addClasses(
                        Offer.class,
                        OfferStore.class,
                        OfferService.class,
                        OfferService.Draft.class,
                        OfferService.Row.class,
                        OfferDesk.class,
                        OfferResource.class)
                .addAsResource("host/persistence.xml", "META-INF/persistence.xml")
                .addAsLibraries(LIBRARY)
                .addAsLibraries(LibraryDependencies.jars().toArray(File[]::new));
    }

    private static WebArchive bareHost(String name) {
        return ShrinkWrap.create(WebArchive.class, name)
                .addClasses(
                        HostLogin.class,
                        HostErrors.class,
                        HostJson.class,
                        GreetingResource.class,
                        GreetingResource.Greeting.class)
                .addAsWebInfResource("host/beans.xml", "beans.xml")
                .addAsWebResource("host/missing.html", "missing.html")
                .addAsWebResource("host/page.xhtml", "page.xhtml")
                .addAsWebResource("host/desk.html", "desk/index.html");
    }

    private static File jarOf(Class<?> type) {
        try {
            return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

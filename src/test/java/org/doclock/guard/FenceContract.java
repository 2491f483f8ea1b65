package org.doclock.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.doclock.guard.DocumentFence.Answer.ABSENT;
import static org.doclock.guard.DocumentFence.Answer.NEWER;
import static org.doclock.guard.DocumentFence.Answer.OLDER;
import static org.doclock.guard.DocumentFence.Answer.PASSED;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.Persistence;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.doclock.locking.DocumentBusyException;
import org.h2.api.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a fence promises, whatever implements JPA. */
abstract class FenceContract {

    private static final AtomicLong IDS = new AtomicLong();

    private EntityManagerFactory factory;
    private long id;
    private String folder;

    abstract String persistenceUnit();

    @BeforeEach
    void createFolder() {
        factory = Persistence.createEntityManagerFactory(persistenceUnit());
        id = IDS.incrementAndGet();
        folder = "folder-" + id;
        inTransaction(it -> it.persist(new Folder(id, "old")));
    }

    @AfterEach
    void close() {
        factory.close();
    }

    @Test
    void theFenceIsRaisedAndLetsNoOlderTokenPass() {
        announce(7, PASSED);
        announce(7, PASSED);
        announce(9, PASSED);
        announce(8, NEWER);
        inTransaction(it -> assertThat(fence(it).read(folder)).hasValue(9));
    }

    @Test
    void aDocumentWithoutARowIsToldFromANewerFence() {
        inTransaction(
                it -> {
                    assertThat(fence(it).announce("folder-0", 7, true)).isEqualTo(ABSENT);
                    assertThat(fence(it).announce("folder-0", 7, false)).isEqualTo(ABSENT);
                    assertThat(fence(it).confirm("folder-0", 7, false)).isEqualTo(ABSENT);
                    assertThat(fence(it).lockRow("folder-0", false)).isEqualTo(ABSENT);
                });
    }

    @Test
    void raisingTheFenceIsNoChangeOfTheDocument() {
        inTransaction(
                it -> {
                    long version = it.find(Folder.class, id).version();
                    assertThat(fence(it).announce(folder, 7, false)).isEqualTo(PASSED);
                    it.refresh(it.find(Folder.class, id));
                    assertThat(it.find(Folder.class, id).version()).isEqualTo(version);
                });
    }

    @Test
    void anEntityNeverBringsAnOlderFenceBack() {
        EntityManager stale = factory.createEntityManager();
        stale.getTransaction().begin();
        stale.find(Folder.class, id).rename("new");
        announce(9, PASSED);
        stale.getTransaction().commit();
        stale.close();
        inTransaction(
                it -> {
                    Folder found = it.find(Folder.class, id);
                    it.refresh(found);
                    assertThat(found.title()).isEqualTo("new");
                    assertThat(found.lastToken()).isEqualTo(9);
                });
    }

    @Test
    void whatIsReadAfterItComesFromTheDatabaseAndNotFromTheSharedCache() {
        inTransaction(it -> assertThat(it.find(Folder.class, id).firstLeaf()).isEqualTo("old"));
        behindTheCache();
        inTransaction(
                it -> {
                    assertThat(fence(it).announce(folder, 7, true)).isEqualTo(PASSED);
                    assertThat(it.find(Folder.class, id).title()).isEqualTo("new");
                    assertThat(it.find(Folder.class, id).firstLeaf()).isEqualTo("new");
                });
    }

    @Test
    void norFromWhatTheTransactionHasReadBefore() {
        inTransaction(
                it -> {
                    assertThat(it.find(Folder.class, id).firstLeaf()).isEqualTo("old");
                    behindTheCache();
                    assertThat(fence(it).announce(folder, 7, false)).isEqualTo(PASSED);
                    assertThat(it.find(Folder.class, id).title()).isEqualTo("new");
                    assertThat(it.find(Folder.class, id).firstLeaf()).isEqualTo("new");
                });
    }

    @Test
    void whatTheTransactionHasChangedBeforeStays() {
        for (FlushModeType mode : FlushModeType.values()) {
            inTransaction(
                    it -> {
                        it.setFlushMode(mode);
                        it.find(Folder.class, id).rename(mode.name());
                        assertThat(fence(it).announce(folder, 7, false)).isEqualTo(PASSED);
                    });
            inTransaction(
                    it ->
                            assertThat(it.find(Folder.class, id).title())
                                    .as(mode.name())
                                    .isEqualTo(mode.name()));
        }
    }

    @Test
    void theRowBelongsToTheTransactionUntilItsEnd() {
        EntityManager holder = factory.createEntityManager();
        holder.getTransaction().begin();
        assertThat(fence(holder).announce(folder, 7, true)).isEqualTo(PASSED);
        for (boolean first : List.of(true, false)) {
            assertThatThrownBy(() -> inTransaction(it -> fence(it).announce(folder, 8, first)))
                    .isInstanceOf(DocumentBusyException.class)
                    .hasMessage(
                            folder
                                    + " is being changed by another transaction: try again in a"
                                    + " moment");
        }
        holder.getTransaction().commit();
        holder.close();
        announce(8, PASSED);
    }

    @Test
    void aTransactionWithAnOldViewOfTheDatabaseIsRefused() {
        EntityManagerFactory snapshots =
                Persistence.createEntityManagerFactory(
                        persistenceUnit(),
                        Map.of(
                                "jakarta.persistence.jdbc.url",
                                url()
                                        + ";INIT=SET SESSION CHARACTERISTICS AS TRANSACTION"
                                        + " ISOLATION LEVEL SNAPSHOT",
                                "jakarta.persistence.schema-generation.database.action",
                                "none"));
        EntityManager old = snapshots.createEntityManager();
        old.getTransaction().begin();
        // From here on the transaction has a connection, and its view of the database.
        assertThat(fence(old).announce("folder-0", 7, false)).isEqualTo(ABSENT);
        announce(7, PASSED);
        assertThatThrownBy(() -> fence(old).announce(folder, 8, false))
                .isInstanceOf(DocumentBusyException.class);
        old.getTransaction().rollback();
        snapshots.close();
        inTransaction(it -> assertThat(fence(it).read(folder)).hasValue(7));
    }

    @Test
    void aTokenIsConfirmedOnlyIfItIsTheLastOneSeen() {
        announce(7, PASSED);
        inTransaction(
                it -> {
                    assertThat(fence(it).confirm(folder, 6, false)).isEqualTo(NEWER);
                    assertThat(fence(it).confirm(folder, 8, false)).isEqualTo(OLDER);
                    assertThat(fence(it).confirm(folder, 7, false)).isEqualTo(PASSED);
                    assertThat(fence(it).lockRow(folder, false)).isEqualTo(PASSED);
                    assertThat(fence(it).read(folder)).hasValue(7);
                });
    }

    @Test
    void aDatabaseThatTellsNamesByTheirCaseFindsTheTableThatJpaMade() {
        EntityManagerFactory strict =
                Persistence.createEntityManagerFactory(
                        persistenceUnit(),
                        Map.of(
                                "jakarta.persistence.jdbc.url",
                                url() + "-strict;DATABASE_TO_UPPER=FALSE"));
        FencedEntity binder = FencedEntity.of(Binder.class, strict.getMetamodel());
        EntityManager entityManager = strict.createEntityManager();
        entityManager.getTransaction().begin();
        entityManager.persist(new Binder("A/5"));
        entityManager.flush();
        assertThat(
                        new DocumentFence(entityManager, binder, List.of())
                                .announce("binder-A/5", 7, false))
                .isEqualTo(PASSED);
        assertThat(entityManager.find(Binder.class, "A/5").fence()).isEqualTo(7);
        entityManager.getTransaction().rollback();
        strict.close();
    }

    @Test
    void aLockTimeoutOfMariaDbIsKnownByItsNumber() {
        execute(
                "CREATE TRIGGER BUSY BEFORE UPDATE ON FOLDERS FOR EACH ROW CALL '"
                        + LockTimeoutOfMariaDb.class.getName()
                        + "'");
        assertThatThrownBy(() -> announce(7, PASSED)).isInstanceOf(DocumentBusyException.class);
    }

    /** MariaDB says no more than that by the state of its exception. */
    public static class LockTimeoutOfMariaDb implements Trigger {

        @Override
        public void fire(Connection connection, Object[] before, Object[] after)
                throws SQLException {
            throw new SQLException("Lock wait timeout exceeded", "HY000", 1205);
        }
    }

    private DocumentFence fence(EntityManager entityManager) {
        return new DocumentFence(
                entityManager,
                FencedEntity.of(Folder.class, entityManager.getMetamodel()),
                List.of(Leaf.class));
    }

    private void announce(long token, DocumentFence.Answer expected) {
        inTransaction(
                it -> assertThat(fence(it).announce(folder, token, true)).isEqualTo(expected));
    }

    /** As another server does it, of which the caches of this one know nothing. */
    private void behindTheCache() {
        execute("UPDATE FOLDERS SET TITLE = 'new', VERSION = VERSION + 1");
        execute("UPDATE LEAF SET TEXT = 'new'");
    }

    private void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private String url() {
        return "jdbc:h2:mem:" + persistenceUnit();
    }

    private void inTransaction(Consumer<EntityManager> work) {
        EntityManager entityManager = factory.createEntityManager();
        entityManager.getTransaction().begin();
        try {
            work.accept(entityManager);
            entityManager.getTransaction().commit();
        } finally {
            if (entityManager.getTransaction().isActive()) {
                entityManager.getTransaction().rollback();
            }
            entityManager.close();
        }
    }
}

package org.doclock.guard;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.metamodel.EntityType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.doclock.locking.Settings;

/** The fences of the application's documents, found when it starts. */
@ApplicationScoped
class Fences {

    private static final Logger LOG = Logger.getLogger(Fences.class.getName());

    @Inject @Fenced private Instance<EntityManager> entityManagers;
    @Inject private GuardExtension guarded;

    private final List<DocumentFence> fences = new ArrayList<>();

    /**
     * @throws IllegalArgumentException if an entity cannot have the fence that it asks for
     */
    @PostConstruct
    void find() {
        try {
            entityManagers.forEach(this::find);
            // Of quote- and quote-line-, the one that says more.
            fences.sort(Comparator.comparingInt(it -> -it.entity().prefix().length()));
            checkThatPrefixesDiffer();
            checkThatTheDatabaseCanTell();
        } catch (IllegalArgumentException e) {
            throw Settings.invalid(e.getMessage());
        }
    }

    /** At the start rather than with the first call, so that a mistake fails the deployment. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object start) {
        if (!guarded.all().isEmpty()) {
            LOG.log(
                    fences.isEmpty() ? Level.WARNING : Level.INFO,
                    () ->
                            guarded.all().size()
                                    + " guarded methods; documents with a fence in the database: "
                                    + (fences.isEmpty() ? "none" : prefixes()));
        }
        fences.stream()
                .map(fence -> fence.entity().prefix())
                .filter(this::isOfNoGuardedMethod)
                .forEach(
                        prefix ->
                                LOG.warning(
                                        () ->
                                                "No guarded method has a @DocumentId with the"
                                                        + " prefix "
                                                        + prefix
                                                        + " of a fence: nothing raises it"));
    }

    /** A method that takes whole ids may be about any kind of document. */
    private boolean isOfNoGuardedMethod(String prefix) {
        return guarded.all().stream()
                .flatMap(method -> method.documents().stream())
                .map(DocumentArgument::prefix)
                .noneMatch(it -> it.isEmpty() || it.equals(prefix));
    }

    /** The fence of a document; empty if it is of no kind that has one. */
    Optional<DocumentFence> of(String documentId) {
        return fences.stream()
                .filter(fence -> fence.entity().id(documentId).isPresent())
                .findFirst();
    }

    private void find(EntityManager entityManager) {
        Collection<? extends Class<?>> entities =
                entityManager.getMetamodel().getEntities().stream()
                        .map(EntityType::getJavaType)
                        .toList();
        entities.stream()
                .filter(entity -> entity.isAnnotationPresent(FencedDocument.class))
                .forEach(
                        entity ->
                                fences.add(
                                        new DocumentFence(
                                                entityManager,
                                                FencedEntity.of(
                                                        entity, entityManager.getMetamodel()),
                                                childrenOf(entity, entities))));
    }

    private String prefixes() {
        return fences.stream()
                .map(fence -> fence.entity().prefix() + "*")
                .collect(Collectors.joining(", "));
    }

    private static List<? extends Class<?>> childrenOf(
            Class<?> root, Collection<? extends Class<?>> entities) {
        return entities.stream()
                .filter(
                        entity ->
                                entity.isAnnotationPresent(FencedBy.class)
                                        && entity.getAnnotation(FencedBy.class).value() == root)
                .toList();
    }

    private void checkThatPrefixesDiffer() {
        Set<String> prefixes = new HashSet<>();
        for (DocumentFence fence : fences) {
            if (!prefixes.add(fence.entity().prefix())) {
                throw new IllegalArgumentException(
                        "Two entities with @FencedDocument have the prefix "
                                + fence.entity().prefix()
                                + ": give each its own");
            }
        }
    }

    /** A method that goes on without Redis needs a fence for each of its documents. */
    private void checkThatTheDatabaseCanTell() {
        for (GuardedMethod method : guarded.all()) {
            if (method.onStoreFailure() == StoreFailure.PROCEED
                    && !method.documents().stream().allMatch(this::isFenced)) {
                throw new IllegalArgumentException(
                        method.name()
                                + " cannot PROCEED without Redis: no entity with @FencedDocument"
                                + " has the prefix of its @DocumentId");
            }
        }
    }

    private boolean isFenced(DocumentArgument document) {
        return fences.stream().anyMatch(it -> it.entity().prefix().equals(document.prefix()));
    }
}

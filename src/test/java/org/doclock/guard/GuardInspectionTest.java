package org.doclock.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Asynchronous;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.enterprise.event.Observes;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import org.doclock.locking.DocumentLock;
import org.doclock.locking.LockOwner;
import org.junit.jupiter.api.Test;

/** What is read at deployment, and what fails it: nothing runs unguarded by accident. */
@SuppressWarnings("unused")
class GuardInspectionTest {

    // ---- what fails the deployment

    static class WithoutDocument {
        @RequiresDocumentLock
        public void save(long id) {}
    }

    @Test
    void aGuardedMethodNeedsADocument() {
        assertProblem(
                WithoutDocument.class, "WithoutDocument.save(long)", "no parameter is a @Doc");
    }

    static class Private {
        @RequiresDocumentLock
        private void save(@DocumentId long id) {}
    }

    static class Static {
        @RequiresDocumentLock
        public static void save(@DocumentId long id) {}
    }

    static class Final {
        @RequiresDocumentLock
        public final void save(@DocumentId long id) {}
    }

    static final class FinalClass {
        @RequiresDocumentLock
        public void save(@DocumentId long id) {}
    }

    @Test
    void aMethodThatNoInterceptorSeesCannotBeGuarded() {
        for (Class<?> type : List.of(Private.class, Static.class, Final.class)) {
            assertProblem(type, type.getSimpleName() + ".save(long)", "private, static or final");
        }
        assertProblem(FinalClass.class, "FinalClass.save(long)", "nor its class may be final");
    }

    @RequiresDocumentLock
    static class FinalMethodOfGuardedClass {
        public final void save(@DocumentId long id) {}
    }

    @Test
    void norIsAFinalMethodGuardedByItsClass() {
        assertProblem(FinalMethodOfGuardedClass.class, "save(long)", "may be final");
    }

    static class NotPublic {
        @RequiresDocumentLock
        void save(@DocumentId long id) {}
    }

    @Test
    void aGuardedMethodOfAnEjbHasToBePublic() {
        assertThat(new GuardInspection(NotPublic.class, false).problems()).isEmpty();
        assertThat(new GuardInspection(NotPublic.class, true).problems())
                .singleElement()
                .asString()
                .contains("NotPublic.save(long)", "has to be public");
    }

    static class Parent {
        @RequiresDocumentLock
        public void save(@DocumentId long id) {}
    }

    static class DroppingChild extends Parent {
        @Override
        public void save(long id) {}
    }

    static class DroppingGrandchild extends DroppingChild {}

    interface Guarded {
        @RequiresDocumentLock
        void save(@DocumentId long id);
    }

    static class DroppingImplementation implements Guarded {
        @Override
        public void save(long id) {}
    }

    @RequiresDocumentLock
    interface GuardedType {
        void save(@DocumentId long id);
    }

    static class DroppingTypeImplementation implements GuardedType {
        @Override
        public void save(long id) {}
    }

    interface Generic<T> {
        @RequiresDocumentLock
        void save(@DocumentId T id);
    }

    static class DroppingGenericImplementation implements Generic<Long> {
        @Override
        public void save(Long id) {}
    }

    @Test
    void anOverrideMustNotDropTheGuard() {
        for (Class<?> type :
                List.of(
                        DroppingChild.class,
                        DroppingGrandchild.class,
                        DroppingImplementation.class,
                        DroppingTypeImplementation.class,
                        DroppingGenericImplementation.class)) {
            assertProblem(type, type.getSimpleName() + ".save(", "without being guarded");
        }
    }

    interface WithDefault {
        @RequiresDocumentLock
        default void save(@DocumentId long id) {}
    }

    static class InheritingDefault implements WithDefault {}

    static class OverridingDefault implements WithDefault {
        @Override
        @RequiresDocumentLock
        public void save(long id) {}
    }

    @Test
    void aDefaultMethodOfAnInterfaceIsGuardedInTheClassOnly() {
        assertProblem(InheritingDefault.class, "save(long)", "override it in the class");
        assertThat(only(OverridingDefault.class).mode()).isEqualTo(LockMode.HOLD);
    }

    static class WrongTtl {
        @RequiresDocumentLock(ttl = "5m")
        public void save(@DocumentId long id) {}
    }

    static class NegativeTtl {
        @RequiresDocumentLock(ttl = "-PT5M")
        public void save(@DocumentId long id) {}
    }

    static class WaitingHolder {
        @RequiresDocumentLock(waitFor = "PT1S")
        public void save(@DocumentId long id) {}
    }

    static class WaitingTooLong {
        @RequiresDocumentLock(value = LockMode.BEGIN, waitFor = "PT2M")
        public void save(@DocumentId long id) {}
    }

    static class WrongOwner {
        @RequiresDocumentLock(value = LockMode.SCOPED, owner = " ")
        public void save(@DocumentId long id) {}
    }

    static class WrongProperty {
        @RequiresDocumentLock
        public void save(@DocumentId(property = "quote.number") Line line) {}
    }

    @Test
    void aModeOrAnAttributeThatMakesNoSenseIsNamed() {
        assertProblem(WrongTtl.class, "WrongTtl.save(long)", "wrong ttl");
        assertProblem(NegativeTtl.class, "NegativeTtl.save(long)", "wrong ttl");
        assertProblem(WaitingHolder.class, "WaitingHolder.save(long)", "waitFor is for BEGIN");
        assertProblem(WaitingTooLong.class, "WaitingTooLong.save(long)", "at most a minute");
        assertProblem(WrongOwner.class, "WrongOwner.save(long)", "wrong owner");
        assertProblem(WrongProperty.class, "WrongProperty.save(Line)", "no public number()");
    }

    static class NamedByObject {
        @RequiresDocumentLock
        public void save(@DocumentId Bean bean) {}
    }

    static class NamedByFlag {
        @RequiresDocumentLock
        public void save(@DocumentId boolean flag) {}
    }

    static class NamedByMaybe {
        @RequiresDocumentLock
        public void save(@DocumentId Optional<Long> id) {}
    }

    @Test
    void whatIsNoIdCannotNameADocument() {
        assertProblem(NamedByObject.class, "NamedByObject.save(Bean)", "names no id but a");
        assertProblem(NamedByFlag.class, "NamedByFlag.save(boolean)", "names no id but a");
        assertProblem(NamedByMaybe.class, "NamedByMaybe.save(Optional)", "names no id but a");
    }

    static class NamedByAnything {
        @RequiresDocumentLock
        public void save(@DocumentId Object id) {}
    }

    @Test
    void whereOnlyTheCallShowsThatItIsNoIdTheCallFails() {
        GuardedMethod method = only(NamedByAnything.class);
        assertThat(method.documentIds(new Object[] {7L})).containsExactly("7");
        assertThatThrownBy(() -> method.documentIds(new Object[] {new Bean()}))
                .hasMessageContaining("is no document id");
    }

    static class InTheBackground {
        @RequiresDocumentLock
        public Future<String> save(@DocumentId long id) {
            return null;
        }
    }

    static class AsynchronousEjb {
        @Asynchronous
        @RequiresDocumentLock
        public Future<String> save(@DocumentId long id) {
            return null;
        }
    }

    @Test
    void aMethodWhoseEndNobodyIsToldCannotBeGuarded() {
        assertProblem(InTheBackground.class, "InTheBackground.save(long)", "a CompletionStage");
        assertThat(new GuardInspection(AsynchronousEjb.class, true).problems()).isEmpty();
    }

    @RequiresDocumentLock
    static class Listener {
        void on(@Observes Quote quote) {}
    }

    @RequiresDocumentLock
    static class NamingListener {
        void on(@Observes @DocumentId(property = "id") Quote quote) {}
    }

    @Test
    void anObserverOfAGuardedClassIsGuardedLikeItsOtherMethods() {
        assertProblem(Listener.class, "Listener.on(Quote)", "no parameter is a @DocumentId");
        assertThat(only(NamingListener.class).documentIds(new Object[] {new Quote(7)}))
                .containsExactly("7");
    }

    @RequiresDocumentLock
    static class GuardedEjb {
        @Timeout
        void onTimeout(@DocumentId(property = "info") Timer timer) {}

        void help() {}
    }

    static class Timed {
        @Timeout
        @RequiresDocumentLock
        void onTimeout(@DocumentId(property = "info") Timer timer) {}
    }

    @Test
    void theTimersOfAnEjbAreGuardedWhateverTheirVisibility() {
        for (Class<?> type : List.of(GuardedEjb.class, Timed.class)) {
            GuardInspection inspection = new GuardInspection(type, true);
            assertThat(inspection.problems()).isEmpty();
            assertThat(inspection.methods()).hasSize(1);
        }
    }

    @RequiresDocumentLock
    static class Helper {
        public void save(@DocumentId long id) {}

        public int count() {
            return 0;
        }
    }

    @Test
    void everyMethodOfAGuardedClassNeedsADocument() {
        assertProblem(Helper.class, "Helper.count()", "no parameter is a @DocumentId");
    }

    // ---- what is read

    record Line(Quote quote) {}

    record Quote(long id) {}

    /** A bean as frameworks make them. */
    public static class Bean {
        public Long getId() {
            return 7L;
        }
    }

    static class Everything {
        @RequiresDocumentLock(
                value = LockMode.BEGIN,
                ttl = "PT1M",
                waitFor = "PT2S",
                onStoreFailure = StoreFailure.PROCEED,
                owner = "job")
        public CompletionStage<String> edit(
                @DocumentId(prefix = "quote-", property = "quote.id") Line line,
                String text,
                LockOwner owner,
                DocumentLock grant) {
            return null;
        }
    }

    @Test
    void whatTheAnnotationsSayIsReadOnce() {
        GuardedMethod method = only(Everything.class);
        assertThat(method.mode()).isEqualTo(LockMode.BEGIN);
        assertThat(method.ttl()).contains(Duration.ofMinutes(1));
        assertThat(method.waitFor()).isEqualTo(Duration.ofSeconds(2));
        assertThat(method.onStoreFailure()).isEqualTo(StoreFailure.PROCEED);
        assertThat(method.owner()).contains(LockOwner.of("job"));
        assertThat(method.ownerArguments()).containsExactly(2, 3);
        assertThat(method.documentIds(new Object[] {new Line(new Quote(7)), "x", null, null}))
                .containsExactly("quote-7");
    }

    static class Several {
        @RequiresDocumentLock
        public void save(
                @DocumentId(prefix = "a-") List<Long> list,
                @DocumentId(prefix = "b-") String[] array,
                @DocumentId(prefix = "c-", property = "id") Set<Bean> beans,
                @DocumentId(prefix = "d-") long[] primitives,
                @DocumentId int number) {}
    }

    @Test
    void listsAndArraysNameSeveralDocumentsSortedAndEachOnce() {
        Object[] arguments = {
            Arrays.asList(3L, 1L, 3L), new String[] {"x"}, Set.of(new Bean()), new long[] {5, 4}, 9
        };
        assertThat(only(Several.class).documentIds(arguments))
                .containsExactly("9", "a-1", "a-3", "b-x", "c-7", "d-4", "d-5");
    }

    static class Implementation implements Guarded {
        @Override
        @RequiresDocumentLock
        public void save(long id) {}
    }

    static class GenericImplementation implements Generic<Long> {
        @Override
        @RequiresDocumentLock
        public void save(Long id) {}
    }

    static class Child extends Parent {
        @Override
        @RequiresDocumentLock(LockMode.FINISH)
        public void save(long id) {}
    }

    static class Heir extends Parent {}

    @Test
    void theDocumentIsFoundOnTheMethodThatIsImplementedOrOverridden() {
        for (Class<?> type :
                List.of(
                        Implementation.class,
                        GenericImplementation.class,
                        Child.class,
                        Heir.class)) {
            assertThat(only(type).documentIds(new Object[] {7L})).containsExactly("7");
        }
        assertThat(only(Child.class).mode()).isEqualTo(LockMode.FINISH);
    }

    @RequiresDocumentLock(LockMode.SCOPED)
    static class GuardedClass {
        @PostConstruct
        void start() {}

        @RequiresDocumentLock(LockMode.BEGIN)
        public void begin(@DocumentId long id) {}

        public void save(@DocumentId long id) {}

        private void help() {}
    }

    static class HeirOfGuardedClass extends GuardedClass {
        @Override
        public void save(long id) {}
    }

    @Test
    void aGuardOnTheClassIsForAllItsBusinessMethodsAndTheMethodsOwnWins() {
        for (Class<?> type : List.of(GuardedClass.class, HeirOfGuardedClass.class)) {
            GuardInspection inspection = new GuardInspection(type, false);
            assertThat(inspection.problems()).isEmpty();
            assertThat(inspection.methods().values())
                    .extracting(GuardedMethod::mode)
                    .containsExactlyInAnyOrder(LockMode.BEGIN, LockMode.SCOPED);
        }
    }

    @Test
    void theMethodThatTheCompilerPutBeforeAGuardedOneIsThatOne() throws NoSuchMethodException {
        Map<Method, GuardedMethod> methods =
                new GuardInspection(GenericImplementation.class, false).methods();
        assertThat(methods)
                .hasSize(2)
                .containsKey(GenericImplementation.class.getMethod("save", Object.class));
        assertThat(Set.copyOf(methods.values())).hasSize(1);
    }

    static class Overloaded extends Parent {
        public void save(String text) {}
    }

    @Test
    void anotherMethodOfTheSameNameNeedsNoGuard() {
        assertThat(new GuardInspection(Overloaded.class, false).problems()).isEmpty();
    }

    private static GuardedMethod only(Class<?> type) {
        GuardInspection inspection = new GuardInspection(type, false);
        assertThat(inspection.problems()).isEmpty();
        Set<GuardedMethod> methods = Set.copyOf(inspection.methods().values());
        assertThat(methods).hasSize(1);
        return methods.iterator().next();
    }

    private static void assertProblem(Class<?> type, String... parts) {
        assertThat(new GuardInspection(type, false).problems())
                .singleElement()
                .asString()
                .contains(parts);
    }
}

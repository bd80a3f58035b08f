package org.smshub.it.centre;

import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;
import org.opentest4j.TestAbortedException;

/** Gives each run of a scenario its stage, and looks at the end whether the link goes on. */
final class Stages implements ArgumentsProvider, InvocationInterceptor {

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return CentreHub.shared(context).stages(context.getRequiredTestMethod()).stream()
                .map(Arguments::of);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<Void> test, ReflectiveInvocationContext<Method> invocation, ExtensionContext context)
            throws Throwable {
        Stage stage = (Stage) invocation.getArguments().get(0);
        try {
            if (stage.limit == null) {
                play(test, stage);
            } else {
                inVain(test, stage);
            }
        } finally {
            stage.over();
        }
    }

    private static void play(Invocation<Void> test, Stage stage) throws Throwable {
        test.proceed();
        stage.comesBack();
    }

    /** A row of the table of limits holds, or must go. */
    private static void inVain(Invocation<Void> test, Stage stage) throws Throwable {
        try {
            play(test, stage);
        } catch (Exception | AssertionError known) {
            throw new TestAbortedException(stage + ": " + stage.limit.why(), known);
        }
        if (stage.limit.always()) {
            throw new AssertionError(stage + " does it: take it out of the limits of its kind. " + stage.limit.why());
        }
    }
}

package org.smshub.it.centre;

import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

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
            test.proceed();
            stage.comesBack();
        } finally {
            stage.over();
        }
    }
}

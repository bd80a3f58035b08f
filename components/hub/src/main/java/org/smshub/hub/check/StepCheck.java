package org.smshub.hub.check;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.NamedNode;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.MethodCallExpression;
import org.apache.camel.spi.Resource;

/** Steps of routes whose fault Camel would see at the first message that comes there. */
final class StepCheck {

    /** What needs a route of this hub that begins so. */
    private static final Pattern OWN = Pattern.compile("(direct|seda):(?://)?([^?]+).*");

    private static final Pattern METHOD = Pattern.compile("(\\w+)(\\(.*)?", Pattern.DOTALL);

    private final Site site;
    private final Consumer<Finding> findings;
    private final Set<String> begun = new HashSet<>();

    private StepCheck(Site site, Consumer<Finding> findings) {
        this.site = site;
        this.findings = findings;
    }

    static void check(Site site, Consumer<Finding> findings) {
        new StepCheck(site, findings).all();
    }

    private void all() {
        site.routes().forEach(this::begins);
        site.context().getRouteTemplateDefinitions().stream()
                .filter(t -> t.getRoute() != null)
                .forEach(t -> begins(t.getRoute()));
        site.blocks().forEach(block -> begun.add(own(site.resolved(block.uri(), block.options()))));
        for (RouteDefinition route : site.routes()) {
            steps(route.getOutputs(), route.getResource());
        }
        site.context().getRouteTemplateDefinitions().stream()
                .filter(t -> t.getRoute() != null)
                .forEach(t -> steps(t.getRoute().getOutputs(), t.getResource()));
        for (RouteConfigurationDefinition configuration : site.context().getRouteConfigurationDefinitions()) {
            List<ProcessorDefinition<?>> steps = new ArrayList<>();
            steps.addAll(configuration.getOnExceptions());
            steps.addAll(configuration.getOnCompletions());
            steps.addAll(configuration.getIntercepts());
            steps(steps, configuration.getResource());
        }
    }

    private void begins(RouteDefinition route) {
        begun.add(own(site.resolved(route.getInput().getEndpointUri())));
    }

    /** {@code direct:x} of what only a route of this hub serves; null = others do. */
    private static String own(String uri) {
        Matcher own = OWN.matcher(String.valueOf(uri));
        return own.matches() ? own.group(1) + ":" + own.group(2) : null;
    }

    private void steps(List<ProcessorDefinition<?>> steps, Resource resource) {
        for (BeanDefinition step : all(steps, BeanDefinition.class)) {
            method(step, step.getRef(), step.getMethod(), resource);
        }
        for (ExpressionNode step : all(steps, ExpressionNode.class)) {
            if (step.getExpression() instanceof MethodCallExpression call) {
                method(step, call.getRef(), call.getMethod(), resource);
            }
        }
        for (SendDefinition<?> step : all(steps, SendDefinition.class)) {
            sent(step, step.getUri(), resource);
        }
        for (ToDynamicDefinition step : all(steps, ToDynamicDefinition.class)) {
            sent(step, step.getUri(), resource);
        }
    }

    private void sent(ProcessorDefinition<?> step, String uri, Resource resource) {
        String own = own(site.resolved(uri));
        if (own != null
                && !own.contains("{{")
                && !own.contains("${")
                && !begun.contains(own)
                && !isOff(step)
                && !mayBeOff(uri)) {
            said(step, resource, own.substring(own.indexOf(':') + 1), "no route starts with " + own);
        }
    }

    /** Its writer says that nobody need be there, such as for answers to mails where no mail server is told. */
    private static boolean mayBeOff(String uri) {
        return uri.contains("failIfNoConsumers=false");
    }

    private static <T> Collection<T> all(List<ProcessorDefinition<?>> steps, Class<T> type) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(steps, type);
    }

    private boolean isOff(ProcessorDefinition<?> step) {
        return "true".equals(site.resolved(step.getDisabled()));
    }

    private void method(NamedNode step, String named, String method, Resource resource) {
        Matcher name = METHOD.matcher(String.valueOf(method));
        String ref = site.resolved(named);
        if (ref == null || ref.contains("{{") || !name.matches()) {
            return;
        }
        Object bean = site.context().getRegistry().lookupByName(ref);
        if (bean == null) {
            return; // said elsewhere, or one of a template's own
        }
        boolean there =
                Arrays.stream(bean.getClass().getMethods()).map(Method::getName).anyMatch(name.group(1)::equals);
        if (!there) {
            said(
                    step,
                    resource,
                    name.group(1),
                    "the bean " + ref + " (" + bean.getClass().getName() + ") has no method '" + name.group(1) + "'");
        } else if (bean instanceof Checked checked && !isPlaceholder(method)) {
            try {
                checked.check(method);
            } catch (RuntimeException e) {
                said(step, resource, method, ref + ": " + e.getMessage());
            }
        }
    }

    private static boolean isPlaceholder(String method) {
        return method.contains("{{") || method.contains("${");
    }

    private void said(NamedNode step, Resource resource, String word, String what) {
        Path file = Site.file(step, resource);
        findings.accept(new Finding(file, Site.line(file, RouteCheck.line(step), word), what));
    }
}

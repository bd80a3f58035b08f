package org.smshub.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Predicate;
import org.apache.camel.Processor;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.SmsHeaders;

/** Looks over the shoulder of a message: which step of which file changed what, and what each {@code when} said. */
final class Steps implements InterceptStrategy {

    private static final List<String> LOOKED_AT =
            List.of(SmsHeaders.LINKS, SmsHeaders.FROM, SmsHeaders.TO, SmsHeaders.PRIORITY, SmsHeaders.SEND_AT);

    private final List<String> taken = new ArrayList<>();

    /** What set the links before they were set anew: link → place. */
    private final Map<String, String> before = new LinkedHashMap<>();

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor next) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                if (definition instanceof ChoiceDefinition choice) {
                    choose(choice, exchange);
                } else if (definition instanceof LoadBalanceDefinition) {
                    taken.add(place(definition) + " shares messages out: another one may go otherwise");
                }
                Map<String, Object> was = look(exchange);
                return super.process(exchange, sync -> {
                    if (isLeaf(definition)) {
                        changed(definition, was, look(exchange));
                    }
                    callback.done(sync);
                });
            }
        };
    }

    /** What others stand in tells nothing that they do not, and so does a step to another route. */
    private static boolean isLeaf(NamedNode definition) {
        return definition instanceof ProcessorDefinition<?> step
                && step.getOutputs().isEmpty()
                && !definition.getLabel().contains("[direct:");
    }

    private static Map<String, Object> look(Exchange exchange) {
        Map<String, Object> values = new LinkedHashMap<>();
        LOOKED_AT.forEach(name -> values.put(name, exchange.getMessage().getHeader(name)));
        values.put(LedgerComponent.RULE, exchange.getProperty(LedgerComponent.RULE));
        return values;
    }

    private void changed(NamedNode definition, Map<String, Object> was, Map<String, Object> is) {
        List<String> changes = new ArrayList<>();
        is.forEach((name, value) -> {
            if (!Objects.equals(value, was.get(name))) {
                changes.add(name + " = " + value);
            }
        });
        if (was.get(SmsHeaders.LINKS) != null && !Objects.equals(was.get(SmsHeaders.LINKS), is.get(SmsHeaders.LINKS))) {
            for (String link : was.get(SmsHeaders.LINKS).toString().split(",")) {
                before.put(link.trim(), place(definition));
            }
        }
        if (!changes.isEmpty()) {
            taken.add(place(definition) + ": " + String.join(", ", changes));
        }
    }

    private void choose(ChoiceDefinition choice, Exchange exchange) {
        boolean found = false;
        for (WhenDefinition when : choice.getWhenClauses()) {
            String place = place(when) + " ";
            if (found) {
                taken.add(place + "not asked: " + when.getExpression().getLabel());
                continue;
            }
            try {
                Predicate predicate = when.getExpression().createPredicate(exchange.getContext());
                predicate.init(exchange.getContext());
                found = predicate.matches(exchange);
                taken.add(place
                        + (found ? "yes: " : "no: ")
                        + when.getExpression().getLabel());
            } catch (RuntimeException e) {
                taken.add(place + "fails: " + Explanation.telling(e));
            }
        }
        if (!found && choice.getOtherwise() != null) {
            taken.add(place(choice.getOtherwise()));
        }
    }

    private static String place(NamedNode node) {
        String location = node.getLocation();
        String file = location == null ? "?" : location.substring(location.lastIndexOf('/') + 1);
        return file + ":" + node.getLineNumber() + " "
                + (node instanceof WhenDefinition || node.getLabel() == null ? node.getShortName() : node.getLabel());
    }

    /** In the order in which they were done. */
    List<String> taken() {
        return taken;
    }

    /** Why a link is none of the message's. */
    String named(String link) {
        String place = before.get(link);
        return place == null ? "no step names it" : "named before, and not any more after " + place;
    }
}

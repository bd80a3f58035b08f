package org.smshub.ledger.cluster;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.apache.camel.CamelContext;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterView;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.nodes.Holder;
import org.smshub.ledger.nodes.Membership;

/**
 * For {@code master:NAME:…} of mailboxes, folders and whatever else one hub at a time may read: the name is a holding like a link, and
 * its leader the hub that has it. It elects and does not fence: who was frozen may finish what it had begun, so that what is read must
 * be known again by its key. Where a hub has its ledger alone it leads everything.
 */
public class LedgerClusterService extends AbstractCamelClusterService<LedgerClusterService.View> {

    /** Begins the name of such a holding. */
    static final String MASTER = "master/";

    private ExecutorService executor;

    public LedgerClusterService() {
        super("ledger");
    }

    /** As a bean of Camel Main it makes itself known, so that the routes' {@code master:} finds it. */
    @Override
    public void setCamelContext(CamelContext context) {
        if (context == getCamelContext()) {
            return; // said again by addService
        }
        super.setCamelContext(context);
        try {
            context.addService(this);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected View createView(String namespace) {
        return new View(this, namespace);
    }

    /** Consumers start and stop on it, one after the other; never on the thread that looks for other hubs. */
    private synchronized ExecutorService executor() {
        if (executor == null) {
            executor = getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, "ledger-master");
        }
        return executor;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        synchronized (this) {
            if (executor != null) {
                getCamelContext().getExecutorServiceManager().shutdown(executor);
                executor = null;
            }
        }
    }

    /** One name. */
    final class View extends AbstractCamelClusterView {

        private final Member self = new Member();
        private volatile boolean leads;

        /** What was told last has been done. */
        private volatile Future<?> told = CompletableFuture.completedFuture(null);

        /** Null = nobody may take it but this hub. */
        private Membership served;

        View(CamelClusterService service, String namespace) {
            super(service, namespace);
        }

        private Membership membership() {
            return getCamelContext()
                    .getComponent("ledger", LedgerComponent.class)
                    .ledger()
                    .membership();
        }

        @Override
        protected void doStart() {
            Membership membership = membership();
            if (membership == null) {
                lead(true);
                return;
            }
            served = membership;
            membership.serve(MASTER + getNamespace(), new Holder() {
                @Override
                public void gained() {
                    lead(true);
                }

                @Override
                public void lost() {
                    lead(false);
                }

                @Override
                public void ends() {
                    lead(false);
                }

                @Override
                public boolean hasEnded() {
                    return told.isDone();
                }
            });
        }

        /** Its last route has stopped here; another hub's goes on. */
        @Override
        protected void doStop() {
            leads = false;
            if (served != null) {
                served.unserve(MASTER + getNamespace());
                served = null;
            }
        }

        private void lead(boolean is) {
            leads = is;
            told = executor().submit(() -> {
                if (leads == is) {
                    fireLeadershipChangedEvent(is ? self : null);
                }
            });
        }

        @Override
        public Optional<CamelClusterMember> getLeader() {
            return leads ? Optional.of(self) : Optional.empty();
        }

        @Override
        public CamelClusterMember getLocalMember() {
            return self;
        }

        @Override
        public List<CamelClusterMember> getMembers() {
            return List.of(self);
        }

        private final class Member implements CamelClusterMember {

            @Override
            public String getId() {
                return "this hub";
            }

            @Override
            public boolean isLeader() {
                return leads;
            }

            @Override
            public boolean isLocal() {
                return true;
            }
        }
    }
}

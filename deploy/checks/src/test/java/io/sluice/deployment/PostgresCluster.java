package io.sluice.deployment;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** CloudNativePG's Cluster, as far as we use it: there is no published model. */
record PostgresCluster(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

    record Spec(
            int instances,
            String imageName,
            boolean enableSuperuserAccess,
            Storage storage,
            Storage walStorage,
            ResourceRequirements resources,
            Bootstrap bootstrap,
            Managed managed,
            Postgresql postgresql) {}

    record Storage(String size) {}

    record Bootstrap(Initdb initdb) {}

    record Initdb(String database, String owner, References postInitApplicationSQLRefs) {}

    record References(List<Reference> configMapRefs) {}

    record Reference(String name, String key) {}

    record Managed(List<Role> roles) {}

    record Role(String name, String ensure, boolean login, SecretName passwordSecret) {}

    record SecretName(String name) {}

    record Postgresql(
            Map<String, String> parameters,
            @Nullable Synchronous synchronous,
            List<String> pg_hba) {}

    record Synchronous(String method, int number) {}
}

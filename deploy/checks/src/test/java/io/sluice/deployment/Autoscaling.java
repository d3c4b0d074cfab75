package io.sluice.deployment;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBehavior;

import java.util.List;
import java.util.Map;

/** KEDA's objects, as far as we use them: there is no published model. */
final class Autoscaling {

    private Autoscaling() {}

    record ScaledObject(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {}

    record Spec(
            Named scaleTargetRef,
            int minReplicaCount,
            int maxReplicaCount,
            int pollingInterval,
            Advanced advanced,
            List<Trigger> triggers) {}

    record Named(String name) {}

    record Advanced(Autoscaler horizontalPodAutoscalerConfig) {}

    record Autoscaler(HorizontalPodAutoscalerBehavior behavior) {}

    record Trigger(String type, Map<String, String> metadata, Named authenticationRef) {}

    record TriggerAuthentication(
            String apiVersion, String kind, ObjectMeta metadata, Sources spec) {}

    record Sources(List<Source> configMapTargetRef, List<Source> secretTargetRef) {}

    record Source(String parameter, String name, String key) {}
}

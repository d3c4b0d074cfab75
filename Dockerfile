# syntax=docker/dockerfile:1.17
# One image for each service; 'docker compose build' makes them all. See docs/deployment.md.
ARG JRE=eclipse-temurin:25.0.3_9-jre-noble

FROM maven:3.9.16-eclipse-temurin-25 AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true \
    -pl withdrawal-api,ledger-service,gateway-adapter,webhook-ingest,deploy/sandbox -am package

# The cache is made by the very JVM that will use it.
FROM ${JRE} AS prepared
ARG SERVICE
ARG MODULE=${SERVICE}
ARG SOURCE_DATE_EPOCH=1795132800
COPY deploy/image/prepare.sh deploy/image/java.options /prepare/
COPY --from=build /source/${MODULE}/target/${SERVICE}-0.1.0-SNAPSHOT-app.jar /prepare/service.jar
RUN /prepare/prepare.sh /prepare/service.jar /layers /application

FROM ${JRE}
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin sluice
WORKDIR /application
COPY deploy/image/healthy.sh deploy/image/java.options ./
COPY --from=prepared /layers/dependencies/ ./
COPY --from=prepared /layers/snapshot-dependencies/ ./
COPY --from=prepared /layers/application/ ./
COPY --from=prepared /application/app.aot ./
USER 10001:10001
# The root file system may be read-only: native libraries unpack to /tmp.
ENTRYPOINT ["java", "@/application/java.options", "-XX:AOTCache=/application/app.aot", "-jar", "/application/app.jar"]

#!/bin/sh
# Makes of a service's jar what its image holds: plain jars and a start-up cache (JEP 483) trained on them.
# The cache belongs to the JDK, the flags, the paths and the dates of the jars, all of which stay as they are.
#   prepare.sh JAR LAYERS APPLICATION
# LAYERS gets a folder for each layer of the image, APPLICATION the same merged, with the cache.
set -eu
jar=$1 layers=$2 application=$3
here=$(cd "$(dirname "$0")" && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

"$java" -Djarmode=tools -jar "$jar" extract --layers --destination "$layers" --application-filename app.jar
# A service without libraries of ours has no layer of them; the image copies it all the same.
mkdir -p "$layers/dependencies" "$layers/snapshot-dependencies" "$layers/application" "$application"
find "$layers" -exec touch -d "@${SOURCE_DATE_EPOCH:-1795132800}" {} +
for layer in "$layers"/*/; do
  cp -a "$layer." "$application"
done
cp -p "$here/java.options" "$application"

# The context is built, and nothing of it starts: no database, no broker. Any key of the right length will do.
key=$(printf '%032d' 0 | base64)
cd "$application"
env -i PATH="$PATH" HOME=/tmp SPRING_PROFILES_ACTIVE=local SPRING_FLYWAY_ENABLED=false \
  SLUICE_DESTINATION_KEY="$key" SLUICE_SECRETS_KEY="$key" SLUICE_CALLBACK_KEY="$key" \
  SLUICE_SANDBOX_DATA="$(mktemp -d)" \
  "$java" @java.options -XX:AOTCacheOutput=app.aot -Dspring.context.exit=onRefresh -jar "$application/app.jar"
test -s app.aot

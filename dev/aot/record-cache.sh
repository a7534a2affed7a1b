#!/bin/bash
# Makes the ahead-of-time cache of a service by a training run, and proves that a second start can use it:
#
#   dev/aot/record-cache.sh order-service/target/quarkus-app [FLAGS OF THE JVM...]
#
# leaves app.aot in that folder, in one step when it is known to be good. The service runs without a database and
# without a broker, is asked what it can answer alone, and stops. The cache fits only the JDK and the jars it was made
# with, at their place; they may not be touched afterwards. Fails, with the log of the service, when
# the service does not come up, leaves no cache, or cannot start with it. Takes bash and openssl.
set -euo pipefail

[[ $# -ge 1 && -f $1/quarkus-run.jar ]] || {
    echo "usage: record-cache.sh FOLDER-WITH-quarkus-run.jar [FLAGS OF THE JVM...]" >&2
    exit 2
}
cd "$1"
shift
flags=("$@")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
log=$(mktemp) store=$(mktemp -d)
trap '[[ -z ${service:-} ]] || kill -KILL "$service" 2>/dev/null || true; rm -rf "$log" "$store" app.aot.new*' EXIT
trap 'exit 1' INT TERM HUP

export QUARKUS_HTTP_PORT=${QUARKUS_HTTP_PORT:-8080} QUARKUS_MANAGEMENT_PORT=${QUARKUS_MANAGEMENT_PORT:-9000}
# Nobody listens at port 1: what needs a database or a broker is refused at once, and not waited for.
export QUARKUS_FLYWAY_MIGRATE_AT_START=false QUARKUS_DATASOURCE_JDBC_URL=jdbc:postgresql://localhost:1/training \
  QUARKUS_DATASOURCE_REACTIVE_URL=postgresql://localhost:1/training KAFKA_BOOTSTRAP_SERVERS=localhost:1
MERIDIAN_INTERNAL_TOKEN=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
# A key for this run only: identity-service does not start in production without one.
openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$store/key.pem"
export MERIDIAN_INTERNAL_TOKEN MERIDIAN_STORE_DIRECTORY=$store MERIDIAN_SIGNING_KEY_FILE=$store/key.pem
export QUARKUS_LOG_CONSOLE_JSON_ENABLED=false QUARKUS_SHUTDOWN_TIMEOUT=1s

fail() {
    echo "$1; the end of its log:" >&2
    grep -v -F '[warning][aot]' "$log" | tail -n 40 >&2
    exit 1
}

# ask PORT PATH: one request by HTTP/1.0, with what bash has.
ask() (
    exec 3<>"/dev/tcp/localhost/$1"
    printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
    timeout 3 cat <&3
)

# start FLAGS...: starts the service with these flags too, and returns once it answers. The cache remembers the path of
# the jar as it is written here, so it is a whole one.
start() {
    "$java" "${flags[@]}" "$@" -jar "$PWD/quarkus-run.jar" >>"$log" 2>&1 &
    service=$!
    for ((tenths = 0; tenths < 1800; tenths++)); do
        kill -0 "$service" 2>/dev/null || fail "the service ended while it started"
        if [[ "$(ask "$QUARKUS_MANAGEMENT_PORT" /q/health/live 2>/dev/null || true)" == *' 200 '* ]]; then
            return
        fi
        sleep 0.1
    done
    fail "the service was not live within 180 s"
}

stop() {
    kill -TERM "$service"
    wait "$service" || true
    service=
}

start -XX:AOTCacheOutput=app.aot.new
for ((round = 0; round < 10; round++)); do
    for path in /capability /fhir/R4/metadata /fhir/R4/Patient /oauth2/jwks; do
        ask "$QUARKUS_HTTP_PORT" "$path" >/dev/null 2>&1 || true
    done
    for path in /q/metrics /q/health; do
        ask "$QUARKUS_MANAGEMENT_PORT" "$path" >/dev/null 2>&1 || true
    done
done
stop
[[ -s app.aot.new ]] || fail "the training run left no cache"

# AOTMode=on ends a JVM that cannot use its cache.
start -XX:AOTCache=app.aot.new -XX:AOTMode=on
stop
mv app.aot.new app.aot
echo "app.aot: $(($(wc -c <app.aot) / 1048576)) MiB, and a start can use it"

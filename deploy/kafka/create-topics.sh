#!/bin/bash
# The topics of the design, each with its dead letters; those that are there stay as they are.
set -euo pipefail
broker=$1
for topic in withdrawals.v1 ledger-commands.v1 ledger.v1 payout-status.v1 payout-claims.v1 payouts.v1; do
  for name in "$topic" "$topic.dlt"; do
    /opt/kafka/bin/kafka-topics.sh --bootstrap-server "$broker" --create --if-not-exists \
      --topic "$name" --partitions 12 --replication-factor 1 --config retention.ms=2592000000
  done
done

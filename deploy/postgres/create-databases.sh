#!/bin/bash
# Run once, on empty data: for each service a database, the role that owns it and runs its migrations, and
# the role that the service works as. Passwords come from the environment.
set -euo pipefail
rights=/etc/sluice/rights.sql

create() { # DATABASE OWNERS_PASSWORD PASSWORD
  psql -v ON_ERROR_STOP=1 -v database="$1" -v owner="$1_owner" -v owners_password="$2" <<'SQL'
CREATE ROLE :"owner" LOGIN PASSWORD :'owners_password';
CREATE DATABASE :"database" OWNER :"owner";
SQL
  psql -v ON_ERROR_STOP=1 -d "$1" -f "$rights"
  psql -v ON_ERROR_STOP=1 -v database="$1" -v password="$3" <<'SQL'
ALTER ROLE :"database" PASSWORD :'password';
SQL
}

export PGUSER=$POSTGRES_USER PGDATABASE=postgres
create withdrawal_api "$WITHDRAWAL_API_OWNER_PASSWORD" "$WITHDRAWAL_API_PASSWORD"
create ledger_service "$LEDGER_SERVICE_OWNER_PASSWORD" "$LEDGER_SERVICE_PASSWORD"
create gateway_adapter "$GATEWAY_ADAPTER_OWNER_PASSWORD" "$GATEWAY_ADAPTER_PASSWORD"
create webhook_ingest "$WEBHOOK_INGEST_OWNER_PASSWORD" "$WEBHOOK_INGEST_PASSWORD"
psql -v ON_ERROR_STOP=1 -c 'REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC'

#!/bin/bash
# Starts Postgres in a container with the settings and users of both runtimes, as lab/src/runtime/native/plans/postgres.ts does.
#   docker-compose.shop.yaml --> [this] --> postgres
# The image's own entry point sets passwords only once.
set -euo pipefail
umask 077

single() { postgres --single -j -D "$1" -c exit_on_error=on "$2" >/dev/null; }

if [ ! -e "$PGDATA" ]; then
  draft=$PGDATA.new # one rename at the end: an interrupted start leaves nothing that looks finished
  rm -rf "$draft"
  mkdir -p "$(dirname "$PGDATA")"
  initdb -D "$draft" --username=lab --auth-local=trust --auth-host=scram-sha-256 --no-locale --encoding=UTF8 --no-instructions
  echo 'host all all all scram-sha-256' >>"$draft/pg_hba.conf" # clients are other containers
  printf 'CREATE DATABASE shop;\n\n' | single "$draft" postgres
  mv "$draft" "$PGDATA"
fi

cp /etc/shop/postgresql.conf "$PGDATA/postgresql.conf"
{
  printf "SET lab.shop_password = '%s';\n\nSET lab.observer_password = '%s';\n\n" "$SHOP_PASSWORD" "$OBSERVER_PASSWORD"
  cat /etc/shop/roles.sql
} | single "$PGDATA" shop
exec postgres -D "$PGDATA" -c 'listen_addresses=*' -c unix_socket_directories=

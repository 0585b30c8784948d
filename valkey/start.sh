#!/bin/sh
# Starts Valkey in a container with the settings and users of both runtimes.
#   docker-compose.shop.yaml --> [this] --> valkey-server
set -eu

sum() { printf %s "$1" | sha256sum | cut -d ' ' -f 1; }
sed -e "s/\${SHOP_PASSWORD_SHA256}/$(sum "$SHOP_PASSWORD")/" \
  -e "s/\${OBSERVER_PASSWORD_SHA256}/$(sum "$OBSERVER_PASSWORD")/" /etc/shop/users.acl >/tmp/users.acl
exec valkey-server /etc/shop/valkey.conf --bind 0.0.0.0 --port 6379 --dir /data --aclfile /tmp/users.acl

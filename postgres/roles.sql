-- Users of the database `shop` and their passwords: shop owns it, observer may only read statistics.
--   postgres superuser --[this]--> roles          Runs at every start, in the database shop.
-- The passwords come in as settings, which a client sets before (natively SET, in Docker PGOPTIONS="-c …"):
--   lab.shop_password, lab.observer_password
-- A statement ends at a semicolon and an empty line: `postgres --single -j` reads it so, psql does not mind.

DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'shop') THEN
    CREATE ROLE shop LOGIN;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'observer') THEN
    CREATE ROLE observer LOGIN;
  END IF;
  SET LOCAL password_encryption = 'scram-sha-256';
  EXECUTE format('ALTER ROLE shop NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD %L',
                 current_setting('lab.shop_password'));
  EXECUTE format('ALTER ROLE observer NOSUPERUSER NOCREATEDB NOCREATEROLE CONNECTION LIMIT 5 PASSWORD %L',
                 current_setting('lab.observer_password'));
END $$;

ALTER DATABASE shop OWNER TO shop;

REVOKE ALL ON DATABASE shop FROM PUBLIC;

GRANT CONNECT ON DATABASE shop TO observer;

GRANT pg_monitor TO observer;

CREATE EXTENSION IF NOT EXISTS pg_stat_statements;


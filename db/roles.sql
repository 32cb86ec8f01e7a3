-- The roles of a database cluster. Run once by a superuser of PostgreSQL 16 or later, and again
-- whenever this file has changed: it creates what is missing and sets the rights of what is there.
--
-- It sets no passwords. In production give one to each login role (`\password rvs_owner`, …), then:
--   CREATE DATABASE rvs OWNER rvs_owner ENCODING 'UTF8' TEMPLATE template0
--     LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';       -- the provider: 17 and later
--   REVOKE ALL ON DATABASE rvs FROM PUBLIC;
--   GRANT CONNECT ON DATABASE rvs TO rvs_app, rvs_issuer;
--   \connect rvs
--   REVOKE CREATE ON SCHEMA public FROM PUBLIC;

DO $roles$
DECLARE
  role_names text[] := ARRAY['rvs_owner', 'rvs_app', 'rvs_issuer', 'rvs_reader', 'rvs_search'];
  role_name text;
BEGIN
  FOREACH role_name IN ARRAY role_names LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;  -- there already, or made by another session at this moment
    END;
  END LOOP;
END
$roles$;

-- Owns the schema and runs migrations. Forced policies hold for it, too.
ALTER ROLE rvs_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;

-- The API and the workers.
ALTER ROLE rvs_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;

-- The issuer's operations and imports.
ALTER ROLE rvs_issuer LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;

-- Owns the read views, so that they are under the same forced policies as everybody else.
ALTER ROLE rvs_reader NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;

-- Owns the SECURITY DEFINER functions that answer a narrow question over many rows and filter by
-- themselves: fuzzy search (behind a policy, trigram indexes are not used), live credentials.
ALTER ROLE rvs_search NOLOGIN NOSUPERUSER BYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION;

-- Migrations hand views and functions over (ALTER … OWNER TO) and change them after SET ROLE;
-- nothing is inherited. The new owner needs CREATE on the schema while it is handed something.
GRANT rvs_reader, rvs_search TO rvs_owner WITH ADMIN FALSE, INHERIT FALSE, SET TRUE;

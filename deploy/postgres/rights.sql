-- Run by a superuser in a service's own database, whose owner runs the migrations; may be run again.
-- The service itself works as the role that is named like its database: it reads and writes rows,
-- owns nothing and alters nothing.
DO $$
DECLARE
  service text := current_database();
  migrator text := (SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database());
BEGIN
  IF migrator = service THEN
    RAISE EXCEPTION 'owner of database %: % (expected: another role than the service''s)', service, migrator;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
    EXECUTE format('CREATE ROLE %I LOGIN', service);
  END IF;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', service);
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', service, service);
  REVOKE CREATE ON SCHEMA public FROM PUBLIC;
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', service);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', service);
  EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %I', service);
  EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA public'
    ' GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO %I', migrator, service);
  EXECUTE format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA public'
    ' GRANT USAGE, SELECT ON SEQUENCES TO %I', migrator, service);
END
$$;

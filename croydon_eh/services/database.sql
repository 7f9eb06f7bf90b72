-- What every database of ours starts with. Run by a superuser in template1 (make demo, make test)
-- or in the service's own database (docker compose); the roles exist already. Idempotent.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

-- Whatever eh_owner's migrations make, eh_web may use; append-only tables are cut back after
-- each migrate. Nobody else gets anything.
ALTER DEFAULT PRIVILEGES FOR ROLE eh_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO eh_web;
ALTER DEFAULT PRIVILEGES FOR ROLE eh_owner IN SCHEMA public
    GRANT USAGE, SELECT, UPDATE ON SEQUENCES TO eh_web;

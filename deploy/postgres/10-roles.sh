#!/bin/bash
# Runs once, when the database's volume is empty: the two roles, and the database for the owner.
# What they may do follows in 20-database.sql.
set -euo pipefail
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    -v owner_password="$EH_OWNER_PASSWORD" -v web_password="$EH_WEB_PASSWORD" \
    -v database="$POSTGRES_DB" <<'SQL'
CREATE ROLE eh_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE eh_web LOGIN PASSWORD :'web_password';
GRANT eh_web TO eh_owner;
ALTER DATABASE :"database" OWNER TO eh_owner;
SQL

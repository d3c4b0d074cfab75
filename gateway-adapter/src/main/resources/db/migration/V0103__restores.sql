-- When a backup of this database was put back: of what was authorized before, more may have happened
-- than is recorded. Kept here, so that every instance and every later start knows it.

CREATE TABLE restores (
    restored_at timestamptz NOT NULL,
    CONSTRAINT restores_pk PRIMARY KEY (restored_at)
);

-- When the providers' statements are fetched next: of all instances, the one that moves it on does it.

CREATE TABLE statement_turns (
    only_row boolean     NOT NULL DEFAULT true,
    due_at   timestamptz NOT NULL,
    CONSTRAINT statement_turns_pk PRIMARY KEY (only_row),
    CONSTRAINT statement_turns_one CHECK (only_row)
);

INSERT INTO statement_turns (due_at) VALUES ('epoch');

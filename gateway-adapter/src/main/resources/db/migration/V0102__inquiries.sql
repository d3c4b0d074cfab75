-- Attempts that are over, but whose provider is to be asked once more.

CREATE TABLE inquiries (
    payout_id uuid        NOT NULL,
    attempt   integer     NOT NULL,
    provider  text        NOT NULL,
    -- Raised each time somebody wants it, so that a wish that comes while it is asked is not lost.
    heard     integer     NOT NULL,
    tries     integer     NOT NULL,
    due_at    timestamptz NOT NULL,
    CONSTRAINT inquiries_pk PRIMARY KEY (payout_id, attempt),
    CONSTRAINT inquiries_attempt_fk FOREIGN KEY (payout_id, attempt) REFERENCES attempts
);

CREATE INDEX inquiries_due ON inquiries (provider, due_at);

-- A provider's record of what it could not tell names its own reference alone.
CREATE INDEX attempts_by_reference ON attempts (provider, reference) WHERE reference IS NOT NULL;

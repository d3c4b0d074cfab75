-- Personal data is deleted some time after a payout has ended: the destination, and the requests that
-- hold it, become empty. What is open needs both.

ALTER TABLE payouts ADD CONSTRAINT payouts_open_have_destination CHECK (
    destination_ciphertext <> '' OR state IN ('SENT', 'REJECTED', 'RETURNED', 'CANCELLED')
);

-- Up to where that is done, by payout id, which begins with the time.
CREATE TABLE forgotten_destinations (
    only_row boolean NOT NULL DEFAULT true,
    up_to    uuid    NOT NULL,
    CONSTRAINT forgotten_destinations_pk PRIMARY KEY (only_row),
    CONSTRAINT forgotten_destinations_one CHECK (only_row)
);

INSERT INTO forgotten_destinations (up_to) VALUES ('00000000-0000-0000-0000-000000000000');

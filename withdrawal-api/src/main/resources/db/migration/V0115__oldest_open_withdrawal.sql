-- Before it, every withdrawal has ended: where a look at the open ones begins.
CREATE TABLE oldest_open_withdrawal (
  only_row      boolean NOT NULL DEFAULT true,
  withdrawal_id uuid    NOT NULL,
  CONSTRAINT oldest_open_withdrawal_is_one PRIMARY KEY (only_row),
  CONSTRAINT oldest_open_withdrawal_is_the_only_row CHECK (only_row)
);

INSERT INTO oldest_open_withdrawal (withdrawal_id) VALUES ('00000000-0000-0000-0000-000000000000');

-- CLOSED: the withdrawal ended while operators looked at it, so nothing is left to decide or to lapse.
ALTER TABLE review DROP CONSTRAINT review_state_is_known;
ALTER TABLE review ADD CONSTRAINT review_state_is_known
  CHECK (state IN ('WAITING', 'APPROVED', 'REJECTED', 'LAPSED', 'CLOSED'));

-- Merchants own applications, and the secret that their Praxis calls are signed with.
CREATE TABLE merchant (
  merchant_id text        NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT merchant_has_an_id PRIMARY KEY (merchant_id),
  CONSTRAINT merchant_id_is_short CHECK (length(merchant_id) BETWEEN 1 AND 50 AND merchant_id NOT LIKE '%|%')
);

INSERT INTO merchant (merchant_id) SELECT DISTINCT merchant_id FROM application;

ALTER TABLE application
  ADD CONSTRAINT application_belongs_to_a_merchant FOREIGN KEY (merchant_id) REFERENCES merchant;

-- Keys are compared by their bytes: no language sorts them, and memcmp is the cheapest comparison.
ALTER TABLE wallet_transfer
  ALTER COLUMN merchant_id TYPE text COLLATE "C",
  ALTER COLUMN reference TYPE text COLLATE "C";

ALTER TABLE account
  ALTER COLUMN merchant_id TYPE text COLLATE "C",
  ALTER COLUMN external_user_id TYPE text COLLATE "C",
  ALTER COLUMN provider TYPE text COLLATE "C";

ALTER TABLE answered_record ALTER COLUMN answered_at SET DEFAULT now();

-- The administration's list of people in any order, by keyset: each order is one expression that is never null, with the id
-- behind it. E-mail addresses and usernames have theirs already (unique by lower case).

-- Nobody signed in before whoever never did. Serves ranges of last sign-ins too, in place of the plain index.
DROP INDEX users_last_login_at_id_idx;
CREATE INDEX users_last_login_order_idx ON users (coalesce(last_login_at, '-infinity'::timestamptz), id);

CREATE INDEX users_name_order_idx ON users (lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '')), id);

-- As accounts stand but for bans that have run out, which no index can know of.
CREATE INDEX users_status_order_idx ON users ((CASE
  WHEN NOT is_active OR deleted_at IS NOT NULL THEN 'inactive' WHEN banned_at IS NOT NULL THEN 'banned'
  WHEN email_verified_at IS NULL THEN 'unverified' ELSE 'active' END), id);

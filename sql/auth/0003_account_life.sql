-- Where a session is used from, and accounts that were deleted.

ALTER TABLE users ADD COLUMN deleted_at timestamptz;
ALTER TABLE sessions
    ADD COLUMN user_agent text,
    ADD COLUMN address    text;

CREATE INDEX repeats_by_age ON repeats (created_at);

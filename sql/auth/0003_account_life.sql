-- Where a session is used from, and accounts that were deleted.

ALTER TABLE users ADD COLUMN deleted_at timestamptz;
ALTER TABLE sessions
    ADD COLUMN user_agent text,
    ADD COLUMN address    text;

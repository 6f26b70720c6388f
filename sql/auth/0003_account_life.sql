-- Where a session is used from, and accounts that were deleted.

ALTER TABLE users ADD COLUMN deleted_at timestamptz;
CREATE INDEX users_half_deleted ON users (deleted_at) WHERE deleted_at IS NOT NULL AND profile_synced < profile_version;
ALTER TABLE sessions
    ADD COLUMN user_agent text,
    ADD COLUMN address    text;

CREATE INDEX repeats_by_age ON repeats (created_at);

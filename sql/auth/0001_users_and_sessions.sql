-- Accounts, login sessions and their refresh tokens.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE users (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username        text NOT NULL UNIQUE CHECK (username ~ '^[a-z0-9_.-]{2,32}$'),
    display_name    text NOT NULL,
    password_hash   text,                            -- PHC string; NULL: as open as the server password is
    avatar_url      text,
    bio             text,
    banner_color    text,
    status          text NOT NULL DEFAULT 'online' CHECK (status IN ('online', 'idle', 'dnd', 'invisible')),
    custom_status   text,
    -- Names and avatars are copied to where messages are (profiles). synced < version: some copy may be old.
    profile_version bigint NOT NULL DEFAULT 1,
    profile_synced  bigint NOT NULL DEFAULT 1,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX users_search ON users USING gin (username gin_trgm_ops, display_name gin_trgm_ops);

CREATE TABLE sessions (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id      bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz NOT NULL DEFAULT now(),
    ended_at     timestamptz,
    end_reason   text
);
CREATE INDEX sessions_of_user ON sessions (user_id) WHERE ended_at IS NULL;

-- Every token that was ever given out, hashed: a used one that comes back ends its session.
CREATE TABLE refresh_tokens (
    hash       text PRIMARY KEY,
    session_id bigint NOT NULL REFERENCES sessions ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    used_at    timestamptz
);
CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);

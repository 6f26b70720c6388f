-- Files, webhooks, public servers, and servers that are being deleted.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- deleting: nobody's to see any more; its database may still be there.
ALTER TABLE servers DROP CONSTRAINT servers_state_check;
ALTER TABLE servers ADD CONSTRAINT servers_state_check CHECK (state IN ('creating', 'active', 'deleting'));
-- The Idempotency-Key a server was created under: a repeat after a cut finds it.
ALTER TABLE servers ADD COLUMN creation_key text;
CREATE INDEX servers_by_creation ON servers (owner_id, creation_key) WHERE creation_key IS NOT NULL;
CREATE INDEX servers_public ON servers (member_count DESC, id) WHERE is_public AND state = 'active';
CREATE INDEX servers_public_search ON servers USING gin (name gin_trgm_ops, description gin_trgm_ops) WHERE is_public AND state = 'active';

ALTER TABLE invites ADD COLUMN last_used_at timestamptz;

-- Every file that was uploaded. On disk it is called `key`.
CREATE TABLE uploads (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id       bigint NOT NULL,
    key           text NOT NULL UNIQUE,
    url           text NOT NULL,
    thumbnail_url text,
    file_name     text NOT NULL,
    content_type  text NOT NULL,
    size          bigint NOT NULL,
    width         integer,
    height        integer,
    animated      boolean NOT NULL DEFAULT false,
    -- What it is for: NULL (nobody named it yet), or channel:S:C, conversation:C, avatar:U, icon:S, emoji:S.
    place         text,
    -- Named, and what names it is stored. Named and not bound: the naming was cut off, or is under way.
    is_bound      boolean NOT NULL DEFAULT false,
    -- Nobody needs it any more: its message, avatar, icon or emoji went away.
    dropped_at    timestamptz,
    -- When its place was last asked whether it still names the file.
    checked_at    timestamptz NOT NULL DEFAULT now(),
    created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX uploads_to_check ON uploads (checked_at) WHERE place IS NOT NULL AND dropped_at IS NULL;
CREATE INDEX uploads_loose ON uploads (created_at) WHERE NOT is_bound;
CREATE INDEX uploads_unnamed ON uploads (user_id) WHERE place IS NULL AND dropped_at IS NULL;
CREATE INDEX uploads_of_place ON uploads (place) WHERE dropped_at IS NULL;
CREATE INDEX uploads_dropped ON uploads (dropped_at) WHERE dropped_at IS NOT NULL;

-- A webhook writes messages, so its id is an author's: it begins where users never come to.
CREATE TABLE webhooks (
    id         bigint GENERATED ALWAYS AS IDENTITY (START WITH 4503599627370496) PRIMARY KEY,
    server_id  bigint NOT NULL REFERENCES servers ON DELETE CASCADE,
    channel_id bigint NOT NULL,
    name       text NOT NULL,
    avatar_url text,
    token_hash text NOT NULL,
    creator_id bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX webhooks_of_server ON webhooks (server_id, channel_id);

-- Who was in a server and left: copies of their names are still there.
CREATE TABLE former_memberships (
    user_id   bigint NOT NULL,
    server_id bigint NOT NULL REFERENCES servers ON DELETE CASCADE,
    PRIMARY KEY (user_id, server_id)
);
CREATE INDEX former_memberships_of_server ON former_memberships (server_id);

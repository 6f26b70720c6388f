-- What messages can have besides their text: reactions, attachments, pins, earlier texts, embeds, mentions of roles and everyone.

ALTER TABLE messages
    ADD COLUMN author           json,                             -- of a webhook: as SHAPE_AUTHOR; NULL for users
    ADD COLUMN embeds           json,
    ADD COLUMN mention_everyone boolean NOT NULL DEFAULT false,
    ADD COLUMN mention_roles    bigint[] NOT NULL DEFAULT '{}',
    -- The members in whose mention_count it was counted when it was written, by name or by role; none when it mentions everyone.
    ADD COLUMN counted_for      bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN has_attachments  boolean NOT NULL DEFAULT false,   -- so that lists look only where there are any
    ADD COLUMN has_reactions    boolean NOT NULL DEFAULT false,
    ADD COLUMN pinned_at        timestamptz;
CREATE INDEX messages_of_author ON messages (author_id, id) WHERE deleted_at IS NULL;
CREATE INDEX messages_pinned ON messages (channel_id, pinned_at) WHERE pinned_at IS NOT NULL AND deleted_at IS NULL;

-- What a message said before each edit.
CREATE TABLE message_edits (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id bigint NOT NULL REFERENCES messages ON DELETE CASCADE,
    content    text NOT NULL,
    written_at timestamptz NOT NULL -- when that text was written
);
CREATE INDEX message_edits_of_message ON message_edits (message_id, id);

CREATE TABLE reactions (
    message_id bigint NOT NULL REFERENCES messages ON DELETE CASCADE,
    emoji      text NOT NULL, -- Unicode, or name:id of a custom one
    user_id    bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (message_id, emoji, user_id)
);

-- A copy of what messages show of their files; registry.uploads is the original, and has the same id.
CREATE TABLE attachments (
    id            bigint PRIMARY KEY,
    message_id    bigint NOT NULL REFERENCES messages ON DELETE CASCADE,
    position      integer NOT NULL,
    url           text NOT NULL,
    thumbnail_url text,
    file_name     text NOT NULL,
    content_type  text NOT NULL,
    size          bigint NOT NULL,
    width         integer,
    height        integer
);
CREATE INDEX attachments_of_message ON attachments (message_id, position);

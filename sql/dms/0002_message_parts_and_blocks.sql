-- Reactions, attachments, earlier texts; and who does not want to hear from whom.

ALTER TABLE messages
    ADD COLUMN has_attachments boolean NOT NULL DEFAULT false, -- so that lists look only where there are any
    ADD COLUMN has_reactions   boolean NOT NULL DEFAULT false;

CREATE TABLE message_edits (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id bigint NOT NULL REFERENCES messages ON DELETE CASCADE,
    content    text NOT NULL,
    written_at timestamptz NOT NULL
);
CREATE INDEX message_edits_of_message ON message_edits (message_id, id);

CREATE TABLE reactions (
    message_id bigint NOT NULL REFERENCES messages ON DELETE CASCADE,
    emoji      text NOT NULL,
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

-- Nobody writes to somebody whose account is deleted.
ALTER TABLE profiles ADD COLUMN deleted_at timestamptz;

CREATE TABLE blocks (
    user_id    bigint NOT NULL,
    blocked_id bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, blocked_id),
    CHECK (user_id <> blocked_id)
);

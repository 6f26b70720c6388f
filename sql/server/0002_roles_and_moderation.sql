-- Timeouts, bans, the audit log, slowmode, custom emoji.

ALTER TABLE members ADD COLUMN timeout_until timestamptz;

-- Enforces slowmode, and counts what mentions everyone by subtraction, as unread messages are.
ALTER TABLE read_states
    ADD COLUMN last_wrote_at timestamptz,
    ADD COLUMN everyone_read_count bigint NOT NULL DEFAULT 0;
ALTER TABLE channels ADD COLUMN everyone_count bigint NOT NULL DEFAULT 0; -- of message_count, those that mention everyone

-- Roles stand at 0 (@everyone), 1, 2, 3 …, each place taken once. Of two at one place the older stood higher.
UPDATE roles r SET position = o.place
    FROM (SELECT id, row_number() OVER (ORDER BY is_everyone DESC, position, id DESC) - 1 AS place FROM roles) o
    WHERE o.id = r.id;
ALTER TABLE roles ADD CONSTRAINT roles_position UNIQUE (position) DEFERRABLE;

CREATE INDEX channels_of_parent ON channels (parent_id) WHERE parent_id IS NOT NULL;
CREATE INDEX overwrites_of_target ON overwrites (target_type, target_id);
CREATE INDEX member_roles_of_role ON member_roles (role_id);

-- What is left of a timeout when its member goes: it waits for him to come back.
CREATE TABLE left_timeouts (
    user_id       bigint PRIMARY KEY REFERENCES profiles,
    timeout_until timestamptz NOT NULL
);

CREATE TABLE bans (
    user_id    bigint PRIMARY KEY REFERENCES profiles,
    banned_by  bigint NOT NULL,
    reason     text,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Who did what to whom, when and why; the actions are in cgi/domain/audit.def.
CREATE TABLE audit_log (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    actor_id    bigint NOT NULL,
    action      text NOT NULL,
    target_type text NOT NULL,
    target_id   bigint,
    changes     json NOT NULL DEFAULT '[]', -- [{key, before, after}]
    reason      text,
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE emojis (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text NOT NULL,
    url        text NOT NULL,
    animated   boolean NOT NULL DEFAULT false,
    creator_id bigint NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

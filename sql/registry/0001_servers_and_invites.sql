-- Which servers exist, where their databases are, who is in which, and the invites.

CREATE TABLE servers (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name               text NOT NULL,
    description        text,
    icon_url           text,
    is_public          boolean NOT NULL DEFAULT false,
    owner_id           bigint NOT NULL,
    -- creating: its database may be missing or half made. Only active servers are anybody's to see.
    state              text NOT NULL DEFAULT 'creating' CHECK (state IN ('creating', 'active')),
    db_host            text NOT NULL,
    db_port            integer NOT NULL,
    db_name            text NOT NULL DEFAULT '',
    db_role            text NOT NULL,
    db_password_sealed text NOT NULL,
    member_count       integer NOT NULL DEFAULT 0,
    created_at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX servers_unfinished ON servers (created_at) WHERE state <> 'active';

CREATE TABLE memberships (
    server_id bigint NOT NULL REFERENCES servers ON DELETE CASCADE,
    user_id   bigint NOT NULL,
    joined_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (server_id, user_id)
);
CREATE INDEX memberships_of_user ON memberships (user_id);

CREATE TABLE invites (
    code       text PRIMARY KEY,
    server_id  bigint NOT NULL REFERENCES servers ON DELETE CASCADE,
    inviter_id bigint NOT NULL,
    max_uses   integer NOT NULL DEFAULT 0 CHECK (max_uses >= 0), -- 0: no limit
    uses       integer NOT NULL DEFAULT 0,
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX invites_of_server ON invites (server_id);

-- Answers to writes that carried an Idempotency-Key, for a day: a repeat gets the first answer again.
-- (Messages have their nonce where they are stored, and are not here.)

CREATE TABLE repeats (
    user_id    bigint NOT NULL REFERENCES users ON DELETE CASCADE,
    key        text NOT NULL,
    call       text NOT NULL,  -- method and path
    status     integer,        -- NULL: being worked on; without its lock, cut off
    reply      text,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, key)
);

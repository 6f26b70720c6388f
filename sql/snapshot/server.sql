CREATE EXTENSION IF NOT EXISTS btree_gin WITH SCHEMA public;
COMMENT ON EXTENSION btree_gin IS 'support for indexing common datatypes in GIN';
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';
CREATE FUNCTION public.search_fold(content text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
BEGIN
    RETURN CASE WHEN octet_length(content) = length(content) THEN lower(content) ELSE
        replace(replace(replace(translate(normalize(regexp_replace(normalize(lower(content), NFKD),
            '(?<!\u0438)\u0306|[\u0300-\u0305\u0307-\u036f]', '', 'g'), NFKC), 'łøđðħıς', 'loddhiσ'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe') END;
END $$;
CREATE FUNCTION public.search_kinds(content text, has_files boolean, has_embeds boolean) RETURNS text[]
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
    AS $$
BEGIN
    RETURN array_remove(ARRAY[CASE WHEN has_files THEN 'file' END, CASE WHEN has_embeds THEN 'embed' END,
        CASE WHEN content ~ 'https?://' THEN 'link' END], NULL);
END $$;
CREATE FUNCTION public.search_text(content text) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
    AS $$
BEGIN
    RETURN ' ' || translate(CASE WHEN octet_length(content) = length(content) THEN lower(content) ELSE
        regexp_replace(public.search_fold(content), '([\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3100-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff'
            || '\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003FFFF])', ' \1 ', 'g') END, E'\n\r\t', '   ');
END $$;
CREATE TABLE public.attachments (
    id bigint NOT NULL,
    message_id bigint NOT NULL,
    "position" integer NOT NULL,
    url text NOT NULL,
    thumbnail_url text,
    file_name text NOT NULL,
    content_type text NOT NULL,
    size bigint NOT NULL,
    width integer,
    height integer
);
CREATE TABLE public.audit_log (
    id bigint NOT NULL,
    actor_id bigint NOT NULL,
    action text NOT NULL,
    target_type text NOT NULL,
    target_id bigint,
    changes json DEFAULT '[]'::json NOT NULL,
    reason text,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.audit_log ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.bans (
    user_id bigint NOT NULL,
    banned_by bigint NOT NULL,
    reason text,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.channels (
    id bigint NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    description text,
    topic text,
    parent_id bigint,
    "position" integer DEFAULT 0 NOT NULL,
    slowmode_seconds integer DEFAULT 0 NOT NULL,
    nsfw boolean DEFAULT false NOT NULL,
    is_open boolean DEFAULT true NOT NULL,
    last_message_id bigint,
    message_count bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    everyone_count bigint DEFAULT 0 NOT NULL,
    CONSTRAINT channels_type_check CHECK ((type = ANY (ARRAY['text'::text, 'voice'::text, 'announcement'::text, 'category'::text])))
);
ALTER TABLE public.channels ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.channels_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.emojis (
    id bigint NOT NULL,
    name text NOT NULL,
    url text NOT NULL,
    animated boolean DEFAULT false NOT NULL,
    creator_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.emojis ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.emojis_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.left_timeouts (
    user_id bigint NOT NULL,
    timeout_until timestamp with time zone NOT NULL
);
CREATE TABLE public.member_roles (
    user_id bigint NOT NULL,
    role_id bigint NOT NULL
);
CREATE TABLE public.members (
    user_id bigint NOT NULL,
    nickname text,
    joined_at timestamp with time zone DEFAULT now() NOT NULL,
    timeout_until timestamp with time zone
);
CREATE TABLE public.message_edits (
    id bigint NOT NULL,
    message_id bigint NOT NULL,
    content text NOT NULL,
    written_at timestamp with time zone NOT NULL
);
ALTER TABLE public.message_edits ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.message_edits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.messages (
    id bigint NOT NULL,
    channel_id bigint NOT NULL,
    author_id bigint NOT NULL,
    content text NOT NULL,
    reply_to_id bigint,
    mentions bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    nonce text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    edited_at timestamp with time zone,
    deleted_at timestamp with time zone,
    author json,
    embeds json,
    mention_everyone boolean DEFAULT false NOT NULL,
    mention_roles bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    counted_for bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    has_attachments boolean DEFAULT false NOT NULL,
    has_reactions boolean DEFAULT false NOT NULL,
    pinned_at timestamp with time zone,
    search text GENERATED ALWAYS AS (public.search_text(content)) STORED
);
ALTER TABLE ONLY public.messages ALTER COLUMN search SET STATISTICS 0;
ALTER TABLE public.messages ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.messages_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.overwrites (
    channel_id bigint NOT NULL,
    target_type text NOT NULL,
    target_id bigint NOT NULL,
    allow bigint DEFAULT 0 NOT NULL,
    deny bigint DEFAULT 0 NOT NULL,
    CONSTRAINT overwrites_target_type_check CHECK ((target_type = ANY (ARRAY['role'::text, 'member'::text])))
);
CREATE TABLE public.profiles (
    user_id bigint NOT NULL,
    username text NOT NULL,
    display_name text NOT NULL,
    avatar_url text,
    version bigint NOT NULL
);
CREATE TABLE public.reactions (
    message_id bigint NOT NULL,
    emoji text NOT NULL,
    user_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.read_states (
    channel_id bigint NOT NULL,
    user_id bigint NOT NULL,
    last_read_id bigint DEFAULT 0 NOT NULL,
    read_count bigint DEFAULT 0 NOT NULL,
    mention_count integer DEFAULT 0 NOT NULL,
    last_wrote_at timestamp with time zone,
    everyone_read_count bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.roles (
    id bigint NOT NULL,
    name text NOT NULL,
    color integer DEFAULT 0 NOT NULL,
    permissions bigint DEFAULT 0 NOT NULL,
    "position" integer DEFAULT 1 NOT NULL,
    hoist boolean DEFAULT false NOT NULL,
    mentionable boolean DEFAULT false NOT NULL,
    is_everyone boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.roles ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.roles_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.schema_migrations (
    version bigint NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.server (
    id bigint NOT NULL,
    owner_id bigint NOT NULL
);
ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bans
    ADD CONSTRAINT bans_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY public.channels
    ADD CONSTRAINT channels_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.emojis
    ADD CONSTRAINT emojis_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.left_timeouts
    ADD CONSTRAINT left_timeouts_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY public.member_roles
    ADD CONSTRAINT member_roles_pkey PRIMARY KEY (user_id, role_id);
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY public.message_edits
    ADD CONSTRAINT message_edits_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.overwrites
    ADD CONSTRAINT overwrites_pkey PRIMARY KEY (channel_id, target_type, target_id);
ALTER TABLE ONLY public.profiles
    ADD CONSTRAINT profiles_pkey PRIMARY KEY (user_id);
ALTER TABLE ONLY public.reactions
    ADD CONSTRAINT reactions_pkey PRIMARY KEY (message_id, emoji, user_id);
ALTER TABLE ONLY public.read_states
    ADD CONSTRAINT read_states_pkey PRIMARY KEY (channel_id, user_id);
ALTER TABLE ONLY public.roles
    ADD CONSTRAINT roles_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.roles
    ADD CONSTRAINT roles_position UNIQUE ("position") DEFERRABLE;
ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.server
    ADD CONSTRAINT server_pkey PRIMARY KEY (id);
CREATE INDEX attachments_of_message ON public.attachments USING btree (message_id, "position");
CREATE INDEX channels_of_parent ON public.channels USING btree (parent_id) WHERE (parent_id IS NOT NULL);
CREATE INDEX member_roles_of_role ON public.member_roles USING btree (role_id);
CREATE INDEX message_edits_of_message ON public.message_edits USING btree (message_id, id);
CREATE INDEX messages_by_nonce ON public.messages USING btree (author_id, nonce) WHERE (nonce IS NOT NULL);
CREATE INDEX messages_by_time ON public.messages USING brin (created_at) WITH (pages_per_range='64');
CREATE INDEX messages_in_order ON public.messages USING btree (channel_id, id) WHERE (deleted_at IS NULL);
CREATE INDEX messages_of_author ON public.messages USING btree (author_id, id) WHERE (deleted_at IS NULL);
CREATE INDEX messages_pinned ON public.messages USING btree (channel_id, pinned_at) WHERE ((pinned_at IS NOT NULL) AND (deleted_at IS NULL));
CREATE INDEX messages_search ON public.messages USING gin (((id >> 14)), channel_id, author_id, mentions, public.search_kinds(content, has_attachments, (embeds IS NOT NULL)), search public.gin_trgm_ops) WITH (gin_pending_list_limit='256') WHERE (deleted_at IS NULL);
CREATE INDEX overwrites_of_target ON public.overwrites USING btree (target_type, target_id);
CREATE UNIQUE INDEX roles_everyone ON public.roles USING btree (is_everyone) WHERE is_everyone;
ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.messages(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.bans
    ADD CONSTRAINT bans_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.profiles(user_id);
ALTER TABLE ONLY public.channels
    ADD CONSTRAINT channels_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.channels(id) ON DELETE SET NULL;
ALTER TABLE ONLY public.left_timeouts
    ADD CONSTRAINT left_timeouts_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.profiles(user_id);
ALTER TABLE ONLY public.member_roles
    ADD CONSTRAINT member_roles_role_id_fkey FOREIGN KEY (role_id) REFERENCES public.roles(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.member_roles
    ADD CONSTRAINT member_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.members(user_id) ON DELETE CASCADE;
ALTER TABLE ONLY public.members
    ADD CONSTRAINT members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.profiles(user_id);
ALTER TABLE ONLY public.message_edits
    ADD CONSTRAINT message_edits_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.messages(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.messages
    ADD CONSTRAINT messages_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES public.channels(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.overwrites
    ADD CONSTRAINT overwrites_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES public.channels(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.reactions
    ADD CONSTRAINT reactions_message_id_fkey FOREIGN KEY (message_id) REFERENCES public.messages(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.read_states
    ADD CONSTRAINT read_states_channel_id_fkey FOREIGN KEY (channel_id) REFERENCES public.channels(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.read_states
    ADD CONSTRAINT read_states_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.members(user_id) ON DELETE CASCADE;

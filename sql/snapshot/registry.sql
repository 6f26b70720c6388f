CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';
CREATE TABLE public.former_memberships (
    user_id bigint NOT NULL,
    server_id bigint NOT NULL
);
CREATE TABLE public.invites (
    code text NOT NULL,
    server_id bigint NOT NULL,
    inviter_id bigint NOT NULL,
    max_uses integer DEFAULT 0 NOT NULL,
    uses integer DEFAULT 0 NOT NULL,
    expires_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone,
    CONSTRAINT invites_max_uses_check CHECK ((max_uses >= 0))
);
CREATE TABLE public.memberships (
    server_id bigint NOT NULL,
    user_id bigint NOT NULL,
    joined_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.schema_migrations (
    version bigint NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE public.servers (
    id bigint NOT NULL,
    name text NOT NULL,
    description text,
    icon_url text,
    is_public boolean DEFAULT false NOT NULL,
    owner_id bigint NOT NULL,
    state text DEFAULT 'creating'::text NOT NULL,
    db_host text NOT NULL,
    db_port integer NOT NULL,
    db_name text DEFAULT ''::text NOT NULL,
    db_role text NOT NULL,
    db_password_sealed text NOT NULL,
    member_count integer DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    creation_key text,
    CONSTRAINT servers_state_check CHECK ((state = ANY (ARRAY['creating'::text, 'active'::text, 'deleting'::text])))
);
ALTER TABLE public.servers ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.servers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.uploads (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    key text NOT NULL,
    url text NOT NULL,
    thumbnail_url text,
    file_name text NOT NULL,
    content_type text NOT NULL,
    size bigint NOT NULL,
    width integer,
    height integer,
    animated boolean DEFAULT false NOT NULL,
    place text,
    is_bound boolean DEFAULT false NOT NULL,
    dropped_at timestamp with time zone,
    checked_at timestamp with time zone DEFAULT now() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.uploads ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.uploads_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.webhooks (
    id bigint NOT NULL,
    server_id bigint NOT NULL,
    channel_id bigint NOT NULL,
    name text NOT NULL,
    avatar_url text,
    token_hash text NOT NULL,
    creator_id bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);
ALTER TABLE public.webhooks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.webhooks_id_seq
    START WITH 4503599627370496
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.former_memberships
    ADD CONSTRAINT former_memberships_pkey PRIMARY KEY (user_id, server_id);
ALTER TABLE ONLY public.invites
    ADD CONSTRAINT invites_pkey PRIMARY KEY (code);
ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_pkey PRIMARY KEY (server_id, user_id);
ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.servers
    ADD CONSTRAINT servers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_key_key UNIQUE (key);
ALTER TABLE ONLY public.uploads
    ADD CONSTRAINT uploads_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (id);
CREATE INDEX former_memberships_of_server ON public.former_memberships USING btree (server_id);
CREATE INDEX invites_of_server ON public.invites USING btree (server_id);
CREATE INDEX memberships_of_user ON public.memberships USING btree (user_id);
CREATE INDEX servers_by_creation ON public.servers USING btree (owner_id, creation_key) WHERE (creation_key IS NOT NULL);
CREATE INDEX servers_public ON public.servers USING btree (member_count DESC, id) WHERE (is_public AND (state = 'active'::text));
CREATE INDEX servers_public_search ON public.servers USING gin (name public.gin_trgm_ops, description public.gin_trgm_ops) WHERE (is_public AND (state = 'active'::text));
CREATE INDEX servers_unfinished ON public.servers USING btree (created_at) WHERE (state <> 'active'::text);
CREATE INDEX uploads_dropped ON public.uploads USING btree (dropped_at) WHERE (dropped_at IS NOT NULL);
CREATE INDEX uploads_loose ON public.uploads USING btree (created_at) WHERE (NOT is_bound);
CREATE INDEX uploads_of_place ON public.uploads USING btree (place) WHERE (dropped_at IS NULL);
CREATE INDEX uploads_to_check ON public.uploads USING btree (checked_at) WHERE ((place IS NOT NULL) AND (dropped_at IS NULL));
CREATE INDEX uploads_unnamed ON public.uploads USING btree (user_id) WHERE ((place IS NULL) AND (dropped_at IS NULL));
CREATE INDEX webhooks_of_server ON public.webhooks USING btree (server_id, channel_id);
ALTER TABLE ONLY public.former_memberships
    ADD CONSTRAINT former_memberships_server_id_fkey FOREIGN KEY (server_id) REFERENCES public.servers(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.invites
    ADD CONSTRAINT invites_server_id_fkey FOREIGN KEY (server_id) REFERENCES public.servers(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.memberships
    ADD CONSTRAINT memberships_server_id_fkey FOREIGN KEY (server_id) REFERENCES public.servers(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.webhooks
    ADD CONSTRAINT webhooks_server_id_fkey FOREIGN KEY (server_id) REFERENCES public.servers(id) ON DELETE CASCADE;

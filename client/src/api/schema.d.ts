// Generated from docs/openapi.yaml by `npm run types`. Do not edit.

export interface paths {
    "/api/{apiVersion}/webhooks/{webhookId}/{webhookToken}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A number of Discord's API; all mean the same here. */
                apiVersion: components["parameters"]["apiVersion"];
                webhookId: components["parameters"]["webhookId"];
                webhookToken: components["parameters"]["webhookToken"];
            };
            cookie?: never;
        };
        /** A webhook, for whoever knows its token, by Discord's numbered address */
        get: operations["getWebhookVersioned"];
        put?: never;
        /**
         * Write by a webhook, by Discord's numbered address
         * @description Needs no token but that of the path. The body is that of Discord's webhooks, as JSON or as a form (whose `payload_json` is the whole body), and so is the answer, so that senders for Discord work by changing the host. Files are not taken. What the body has besides is ignored.
         */
        post: operations["executeWebhookVersioned"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in
         * @description A wrong `serverPassword` is a 403; an unknown user, a wrong or a missing password is the same 401.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End this session
         * @description The token and the refresh token stop working at once, and the session's sockets are closed.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the caller's password, or set the first one
         * @description Ends all other sessions. A wrong `currentPassword` is a 401 `wrong_credentials`; an account without a password sends none. Of two changes at once one is refused so.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token for new tokens
         * @description The refresh token is used up; using an old one again ends the session, since one of the two holders is a thief.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an account and log in
         * @description Without `password` the account is as open as the server password is; `ACCOUNT_PASSWORDS=required` refuses that with 400. A wrong `serverPassword` is a 403, a taken username (in any case) a 409.
         */
        post: operations["register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the caller is logged in */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/auth/sessions/{sessionId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of the caller's sessions
         * @description Its tokens stop working at once, everywhere, and its sockets are closed. It may be the one that asks.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's conversations */
        get: operations["listConversations"];
        put?: never;
        /**
         * Open a conversation
         * @description With one other user there is only ever one conversation: 200 with it if it exists. A group is always new. An unknown user is a 404; who was blocked by one of the others, or names somebody whose account is deleted, opens nothing new: 403.
         */
        post: operations["createConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dms/{conversationId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
            };
            cookie?: never;
        };
        /** One of the caller's conversations */
        get: operations["getConversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dms/{conversationId}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave a group
         * @description Everybody who took part, the caller's other devices too, gets `conversation_updated` without the caller among the participants. What the caller wrote stays for the others; the last one to leave takes the group with its messages. A conversation of two cannot be left: 409 `not_a_group`.
         */
        post: operations["leaveConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dms/{conversationId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
            };
            cookie?: never;
        };
        /** The messages of a conversation, a page at a time */
        get: operations["listDirectMessages"];
        put?: never;
        /**
         * Write a direct message
         * @description The same author repeating a `nonce` or an `Idempotency-Key` within a day gets the first message again. In a conversation of two, who was blocked by the other, or whose other's account is deleted, may not write: 403. In groups blocks stop nothing.
         */
        post: operations["createDirectMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dms/{conversationId}/messages/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
                messageId: components["parameters"]["messageId"];
            };
            cookie?: never;
        };
        /** One direct message */
        get: operations["getDirectMessage"];
        put?: never;
        post?: never;
        /** Delete one's own direct message */
        delete: operations["deleteDirectMessage"];
        options?: never;
        head?: never;
        /**
         * Edit one's own direct message
         * @description 403 as well where the caller may not write.
         */
        patch: operations["updateDirectMessage"];
        trace?: never;
    };
    "/api/dms/{conversationId}/messages/{messageId}/reactions/{emoji}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
                /** @description One Unicode emoji, URL-encoded. Custom emoji belong to servers and are a 400 here. */
                emoji: string;
                messageId: components["parameters"]["messageId"];
            };
            cookie?: never;
        };
        /** Who reacted so, by the ids of the users */
        get: operations["listDirectReactions"];
        /**
         * React to a direct message
         * @description The participants get `reaction_added`, once. 403 where the caller may not write; 409 `reaction_limit` for the first of a 21st kind.
         */
        put: operations["addDirectReaction"];
        post?: never;
        /**
         * Take one's own reaction back
         * @description The participants get `reaction_removed`, if it was there.
         */
        delete: operations["removeDirectReaction"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dms/{conversationId}/read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Mark a conversation read up to a message
         * @description The caller's devices get `read_state_updated`.
         */
        put: operations["readConversation"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/dms/{conversationId}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that one is writing
         * @description The other participants get `user_typing`, at most once in 3 seconds. Who may not write is answered the same, and nobody hears it.
         */
        post: operations["typeInConversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This description, for reading and trying */
        get: operations["getDescriptionPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/instance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a client needs to know before login */
        get: operations["getInstance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invites/{inviteCode}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                inviteCode: components["parameters"]["inviteCode"];
            };
            cookie?: never;
        };
        /** What an invite leads to */
        get: operations["getInvite"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This description, as JSON
         * @description The file `docs/openapi.yaml` of the release that is running. `ETag` and `If-None-Match` work; pages of any origin may read it.
         */
        get: operations["getDescription"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller's servers */
        get: operations["listServers"];
        put?: never;
        /**
         * Create a server
         * @description The caller owns it. It begins with an `@everyone` role, a category and a `general` text channel.
         */
        post: operations["createServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /** One of the caller's servers */
        get: operations["getServer"];
        put?: never;
        post?: never;
        /**
         * Delete a server with everything in it
         * @description The owner only, who types its name again: another one is a 409. From the answer on it is nobody's: every call about it is a 404. Its members get `server_deleted`.
         */
        delete: operations["deleteServer"];
        options?: never;
        head?: never;
        /**
         * Change a server
         * @description Needs MANAGE_GUILD. Its members get `server_updated`.
         */
        patch: operations["updateServer"];
        trace?: never;
    };
    "/api/servers/{serverId}/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /**
         * Who did what to whom, when and why
         * @description Needs VIEW_AUDIT_LOG.
         */
        get: operations["listAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/bans": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /**
         * The bans of a server, a page at a time
         * @description Needs BAN_MEMBERS.
         */
        get: operations["listBans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/bans/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        /**
         * One ban
         * @description Needs BAN_MEMBERS.
         */
        get: operations["getBan"];
        /**
         * Ban a user
         * @description Needs BAN_MEMBERS and, for a member, a higher role; nobody bans the owner or themselves (403). Any account can be banned, a member or not: a member is removed (`member_left` with the reason `ban`), and nobody who is banned joins, by whatever door. Banning again changes the reason, if one is given. `deleteMessageHours` deletes what the user wrote in the last hours (`messages_deleted` for each channel).
         */
        put: operations["banUser"];
        post?: never;
        /**
         * Lift a ban
         * @description Needs BAN_MEMBERS.
         */
        delete: operations["unbanUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/channels": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /** The channels that the caller may see */
        get: operations["listChannels"];
        put?: never;
        /**
         * Create a channel
         * @description Needs MANAGE_CHANNELS, in the category if there is one. `parentId` names a category of the same server; the channel begins with its overwrites. A server has at most 500 channels (400).
         */
        post: operations["createChannel"];
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Bring channels into another order, and into categories
         * @description Needs MANAGE_CHANNELS in every channel that is named, and in the categories they go to. All or nothing. Those who may see them get `channels_reordered`.
         */
        patch: operations["reorderChannels"];
        trace?: never;
    };
    "/api/servers/{serverId}/channels/{channelId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /** One channel */
        get: operations["getChannel"];
        put?: never;
        post?: never;
        /**
         * Delete a channel with all its messages
         * @description Needs MANAGE_CHANNELS in the channel. The channels of a category stay, in none. Those who may see it get `channel_deleted`, and `channels_reordered` for those that were in it.
         */
        delete: operations["deleteChannel"];
        options?: never;
        head?: never;
        /**
         * Change a channel
         * @description Needs MANAGE_CHANNELS in the channel, and in the category it goes to. Its overwrites stay as they are. Those who may see it get `channel_updated`.
         */
        patch: operations["updateChannel"];
        trace?: never;
    };
    "/api/servers/{serverId}/channels/{channelId}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /** The messages of a channel, a page at a time */
        get: operations["listMessages"];
        put?: never;
        /**
         * Write a message
         * @description The same author repeating a `nonce` or an `Idempotency-Key` within a day gets the first message again. A voice channel or a category takes no messages (400). `<@id>` mentions a member, `<@&id>` a role that is `mentionable`, `@everyone` and `@here` everybody; the author needs MENTION_EVERYONE for the last two and for other roles, else they are text, as is what stands in Markdown's code. Who writes again within `slowmodeSeconds`, without MANAGE_CHANNELS or MANAGE_MESSAGES, gets a 429 `slowmode` whose `Retry-After` says when; a repeat does not count as writing again.
         */
        post: operations["createMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/channels/{channelId}/messages/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                messageId: components["parameters"]["messageId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /** One message */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        /**
         * Delete a message
         * @description The author's right, or MANAGE_MESSAGES.
         */
        delete: operations["deleteMessage"];
        options?: never;
        head?: never;
        /**
         * Edit one's own message
         * @description What it said before is kept. The same text again changes nothing. Who is timed out may not (403).
         */
        patch: operations["updateMessage"];
        trace?: never;
    };
    "/api/servers/{serverId}/channels/{channelId}/messages/{messageId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                messageId: components["parameters"]["messageId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /**
         * What a message said before
         * @description Only its author and who has MANAGE_MESSAGES may look.
         */
        get: operations["listMessageEdits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/channels/{channelId}/messages/{messageId}/reactions/{emoji}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                /** @description One emoji of Unicode, percent-encoded, or `name:id` of a custom one. Unicode's ways of writing one emoji with and without variation selectors are the same reaction. */
                emoji: components["parameters"]["emoji"];
                messageId: components["parameters"]["messageId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /** Who reacted with an emoji, a page at a time */
        get: operations["listReactionUsers"];
        /**
         * React to a message
         * @description Again changes nothing. The first reaction with an emoji needs ADD_REACTIONS, and a custom emoji must be the server's (400); others may join whoever reads the channel. A message has at most 20 different ones (409 `reaction_limit`).
         */
        put: operations["addReaction"];
        post?: never;
        /** Take one's own reaction back */
        delete: operations["removeReaction"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/channels/{channelId}/messages/{messageId}/reactions/{emoji}/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                /** @description One emoji of Unicode, percent-encoded, or `name:id` of a custom one. Unicode's ways of writing one emoji with and without variation selectors are the same reaction. */
                emoji: components["parameters"]["emoji"];
                messageId: components["parameters"]["messageId"];
                serverId: components["parameters"]["serverId"];
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a reaction of somebody away
         * @description Another's needs MANAGE_MESSAGES.
         */
        delete: operations["removeReactionOf"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/channels/{channelId}/messages/bulk-delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete many messages at once
         * @description Needs MANAGE_MESSAGES. Ids of no message here are ignored; if none is left it is a 404. Those who may see the channel hear one `messages_deleted`.
         */
        post: operations["deleteMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/channels/{channelId}/overwrites/member/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Say what a member may do in a channel and what not
         * @description Needs MANAGE_ROLES in the channel. Every bit that changes must be the caller's own there, and the member must stand below the caller; nobody changes their own; the owner passes (403). No bit can be both allowed and denied (400). Who may no longer see the channel gets `channel_deleted`, those who may get `channel_updated`.
         */
        put: operations["putMemberOverwrite"];
        post?: never;
        /**
         * Remove the overwrite of a member
         * @description Under the rules of putting one.
         */
        delete: operations["deleteMemberOverwrite"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/channels/{channelId}/overwrites/role/{roleId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                roleId: components["parameters"]["roleId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Say what a role may do in a channel and what not
         * @description Needs MANAGE_ROLES in the channel. Every bit that changes must be the caller's own there, and the role must stand below the caller (or be @everyone); the owner passes (403). No bit can be both allowed and denied (400). Who may no longer see the channel gets `channel_deleted`, those who may get `channel_updated`.
         */
        put: operations["putRoleOverwrite"];
        post?: never;
        /**
         * Remove the overwrite of a role
         * @description Under the rules of putting one.
         */
        delete: operations["deleteRoleOverwrite"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/channels/{channelId}/pins": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /** The pinned messages of a channel */
        get: operations["listPins"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/channels/{channelId}/pins/{messageId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                messageId: components["parameters"]["messageId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Pin a message
         * @description Needs MANAGE_MESSAGES. Again changes nothing. A channel has at most 50 (409 `pin_limit`).
         */
        put: operations["pinMessage"];
        post?: never;
        /**
         * Unpin a message
         * @description Needs MANAGE_MESSAGES. Again changes nothing.
         */
        delete: operations["unpinMessage"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/channels/{channelId}/read": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        get?: never;
        /**
         * Mark a channel read up to a message
         * @description The caller's devices get `read_state_updated`.
         */
        put: operations["readChannel"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/channels/{channelId}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that one is writing
         * @description The others in the channel get `user_typing`, at most once in 3 seconds.
         */
        post: operations["typeInChannel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/emojis": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /** List a server's custom emoji */
        get: operations["listEmojis"];
        put?: never;
        /**
         * Add a custom emoji
         * @description MANAGE_EMOJIS. `imageId` is an uploaded picture that nothing uses; it is made at most 128 pixels large, and goes on moving. A
         *     server has at most 100. Members get `emojis_updated`.
         */
        post: operations["createEmoji"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/emojis/{emojiId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                emojiId: components["schemas"]["Id"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a custom emoji away
         * @description MANAGE_EMOJIS. Members get `emojis_updated`.
         */
        delete: operations["deleteEmoji"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/invites": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /**
         * The invites that can be used now
         * @description Needs MANAGE_GUILD. The newest first, at most 1000; those that are expired or used up are not among them.
         */
        get: operations["listInvites"];
        put?: never;
        /**
         * Create an invite
         * @description Needs CREATE_INSTANT_INVITE, which `@everyone` has at first. The members get `invite_created`.
         */
        post: operations["createInvite"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/invites/{inviteCode}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                inviteCode: components["parameters"]["inviteCode"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete an invite
         * @description Needs MANAGE_GUILD, except of whoever made it. Who joined by it stays.
         */
        delete: operations["deleteInvite"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/join": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Join a public server
         * @description A member who joins again gets the same answer. A server that is not public is a 404, who is banned there a 403.
         */
        post: operations["joinPublicServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/leave": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Leave a server
         * @description The owner must transfer the server first (409).
         */
        post: operations["leaveServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/members": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /** The members of a server, a page at a time */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/members/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        /** One member */
        get: operations["getMember"];
        put?: never;
        post?: never;
        /**
         * Kick a member
         * @description Needs KICK_MEMBERS and a higher role; nobody kicks the owner or themselves (403).
         */
        delete: operations["kickMember"];
        options?: never;
        head?: never;
        /**
         * Change a member's nickname, roles or timeout
         * @description One's own nickname needs CHANGE_NICKNAME, others' MANAGE_NICKNAMES. `roles` is the whole new list; it needs MANAGE_ROLES, and only roles below one's highest, and nothing one does not hold oneself, can be given or taken. `timeoutUntil` needs MODERATE_MEMBERS; a time that is past, or null, lifts it; the owner and administrators cannot be timed out. Others than oneself must stand below the caller. All of it is done or nothing. The members get `member_updated`.
         */
        patch: operations["updateMember"];
        trace?: never;
    };
    "/api/servers/{serverId}/owner": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a server to another member
         * @description The owner only. Who is not a member is a 404, oneself a 409. Its members get `server_updated`; the old owner remains a member and may leave.
         */
        post: operations["transferServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /** The roles of a server, the highest first */
        get: operations["listRoles"];
        put?: never;
        /**
         * Make a role
         * @description Needs MANAGE_ROLES. The role must permit nothing that the caller may not do (403) and stand below the caller's highest role; the owner passes. It begins just above @everyone unless `position` says otherwise, and without `permissions` with those of @everyone. A server has at most 250 roles (400). Members get `role_created`, then `roles_reordered`.
         */
        post: operations["createRole"];
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Bring roles into another order
         * @description Needs MANAGE_ROLES. The roles named go to the positions given, the others keep their order in the places left. All or nothing: every role that would move must stand below the caller's highest, before and after (403). Members get `roles_reordered`.
         */
        patch: operations["reorderRoles"];
        trace?: never;
    };
    "/api/servers/{serverId}/roles/{roleId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roleId: components["parameters"]["roleId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a role
         * @description Needs MANAGE_ROLES and a role above it; @everyone stays (403). Its overwrites go with it: one that denies what the caller may not do in that channel cannot be lifted so (403). Members get `role_deleted`, then `roles_reordered`.
         */
        delete: operations["deleteRole"];
        options?: never;
        head?: never;
        /**
         * Change a role
         * @description Needs MANAGE_ROLES and a role above it. Permissions that are added must be the caller's own, in the server and in every channel where they would come to count (403). Of @everyone only the permissions can be changed (400). Members get `role_updated`, and `roles_reordered` when it moved. Who may see which channels can change with it.
         */
        patch: operations["updateRole"];
        trace?: never;
    };
    "/api/servers/{serverId}/search": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /**
         * Find messages
         * @description In all channels of the server that the caller may read (VIEW_CHANNEL and READ_MESSAGE_HISTORY) at this moment. Something must be asked
         *     for: `q` or a filter; everything given must hold.
         *
         *     Case, accents and width make no difference (`elan` finds `Élan`, `strasse` finds `Straße`), й is not и. A word is found anywhere, also
         *     inside others; one of one or two letters at the beginning of words behind a space; in Chinese, Japanese and Korean each single
         *     character. Signs, `%` and `_` too, stand for themselves; looking for nothing but signs can take too long in large servers.
         *
         *     The newest 1,000 matches are ranked and counted: `total` is exact up to 1,000 and never more, and there are no pages behind it.
         *     First are those with the most whole words, of equals those where the words follow each other as typed, of these the newest.
         *
         *     A search that takes longer than 2 seconds is given up with a 503.
         */
        get: operations["searchMessages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        /**
         * The webhooks of a server
         * @description Needs MANAGE_WEBHOOKS.
         */
        get: operations["listWebhooks"];
        put?: never;
        /**
         * Create a webhook
         * @description Needs MANAGE_WEBHOOKS in the channel, which takes at most 15 of them (400).
         */
        post: operations["createWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/{serverId}/webhooks/{webhookId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
                webhookId: components["parameters"]["webhookId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a webhook
         * @description Needs MANAGE_WEBHOOKS in its channel. Its messages stay.
         */
        delete: operations["deleteWebhook"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/join/{inviteCode}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                inviteCode: components["parameters"]["inviteCode"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Join a server by invite
         * @description A member who joins again gets the same answer and the invite is not used up. Spent, expired or unknown is a 404. `maxUses` holds under any concurrency.
         */
        post: operations["joinServer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/servers/public": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Servers everybody may join
         * @description Those with most members first. There is no next page; a `query` finds the others.
         */
        get: operations["listPublicServers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload a file
         * @description The body is a form with one file, of any field name. Its type is decided by its content, not by what the form says. A file
         *     waits for a message (or an avatar, an icon, an emoji) to name it; until then only its uploader sees it, and after a day it is
         *     dropped. At most 50 of one's files wait at a time, of ten times `uploadMaxBytes` together: 409 `too_many_files`.
         *     A picture has `width` and `height` as it is shown, and, unless it is small, a `thumbnailUrl`.
         */
        post: operations["createUpload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads/{uploadId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Give up a file that nothing names yet */
        delete: operations["deleteUpload"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/uploads/ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a ticket for files
         * @description Where an address is fetched without headers, as by `<img>`, `?ticket=` stands for the caller. It opens files and nothing else,
         *     for ten minutes, and ends with the session.
         */
        post: operations["createFileTicket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find users by username or display name */
        get: operations["searchUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        /** A public profile */
        get: operations["getUser"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The caller */
        get: operations["getMe"];
        put?: never;
        post?: never;
        /**
         * Delete the caller's account
         * @description Needs the password, if there is one: 401 `wrong_credentials` otherwise. Who owns a server must transfer or delete it first: 409 `owner_must_transfer`. All sessions end, the username becomes free, the servers are left, and messages stay, shown as those of a deleted user, to whom nobody can write any more.
         */
        delete: operations["deleteMe"];
        options?: never;
        head?: never;
        /** Change the caller's profile or status */
        patch: operations["updateMe"];
        trace?: never;
    };
    "/api/users/me/blocks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom the caller blocked */
        get: operations["listBlocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/users/me/blocks/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        /** Whether the caller blocked somebody */
        get: operations["getBlock"];
        /**
         * Block somebody
         * @description From the answer on they cannot write to the caller in a conversation of two, edit or react there, or open a new one with the caller: 403, without saying why. Their typing is not passed on. The caller may still write to them. In groups and servers nothing changes, and presence stays as it is. Blocking again changes nothing.
         */
        put: operations["blockUser"];
        post?: never;
        /**
         * Block somebody no longer
         * @description 204 too when they were not blocked.
         */
        delete: operations["unblockUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/webhooks/{webhookId}/{webhookToken}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: components["parameters"]["webhookId"];
                webhookToken: components["parameters"]["webhookToken"];
            };
            cookie?: never;
        };
        /** A webhook, for whoever knows its token */
        get: operations["getWebhook"];
        put?: never;
        /**
         * Write by a webhook
         * @description Needs no token but that of the path. The body is that of Discord's webhooks, as JSON or as a form (whose `payload_json` is the whole body), and so is the answer, so that senders for Discord work by changing the host. Files are not taken. What the body has besides is ignored.
         */
        post: operations["executeWebhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell whether the instance works */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads/{key}/{fileName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch a file
         * @description The `url` or `thumbnailUrl` of an attachment, or an avatar, icon or emoji. The last three are for everybody who knows the
         *     address, and never change. All others are for whoever may read the message at that moment, asked anew at every fetch: by the
         *     access token or by a ticket. `ETag`, `If-None-Match`, `Range` and `If-Range` work as usual (RFC 9110). What browsers cannot
         *     show without running something in it is sent as an attachment.
         */
        get: operations["getFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description A file. */
        Attachment: {
            contentType: string;
            fileName: string;
            height?: number;
            id: components["schemas"]["Id"];
            /** Format: int64 */
            size: number;
            /** @description A smaller picture of an image, if there is one. */
            thumbnailUrl?: string;
            url: string;
            width?: number;
        };
        /** @enum {string} */
        AuditAction: "server_update" | "owner_transfer" | "channel_create" | "channel_update" | "channel_delete" | "channels_reorder" | "overwrite_update" | "overwrite_delete" | "role_create" | "role_update" | "role_delete" | "roles_reorder" | "member_update" | "member_kick" | "ban_create" | "ban_delete" | "invite_create" | "invite_delete" | "emoji_create" | "emoji_delete" | "webhook_create" | "webhook_delete" | "message_delete" | "messages_bulk_delete" | "message_pin" | "message_unpin";
        /** @description One member of the thing that differs; `before` is null where there was none, `after` where there is none. */
        AuditChange: {
            after: unknown;
            before: unknown;
            key: string;
        };
        AuditEntry: {
            action: components["schemas"]["AuditAction"];
            actor: components["schemas"]["Author"];
            changes: components["schemas"]["AuditChange"][];
            createdAt: components["schemas"]["Time"];
            id: components["schemas"]["Id"];
            reason: string | null;
            /** @description What it is called now, or was when it went; null where that is not known. */
            target: components["schemas"]["AuditTarget"] | null;
            /** @description Null for what has no numeric id. */
            targetId: number | null;
            /** @enum {string} */
            targetType: "server" | "user" | "channel" | "role" | "invite" | "emoji" | "webhook" | "message";
        };
        AuditTarget: {
            name: string;
            user?: components["schemas"]["Author"];
        };
        Author: {
            avatarUrl: string | null;
            displayName: string;
            id: components["schemas"]["Id"];
            username: string;
        };
        Ban: {
            bannedBy: components["schemas"]["Author"];
            createdAt: components["schemas"]["Time"];
            reason: string | null;
            user: components["schemas"]["Author"];
        };
        BanRequest: {
            /** @default 0 */
            deleteMessageHours?: number | null;
            /** @description Without one, what the header `X-Audit-Log-Reason` says. */
            reason?: string | null;
        };
        Block: {
            createdAt: components["schemas"]["Time"];
            user: components["schemas"]["User"];
        };
        ChangePasswordRequest: {
            currentPassword?: string | null;
            newPassword: string;
        };
        Channel: {
            createdAt: components["schemas"]["Time"];
            description: string | null;
            id: components["schemas"]["Id"];
            lastMessageId: components["schemas"]["Id"] | null;
            mentionCount: number;
            name: string;
            nsfw: boolean;
            overwrites: components["schemas"]["Overwrite"][];
            parentId: components["schemas"]["Id"] | null;
            /** @description What the caller may do in it; not in events. */
            permissions?: components["schemas"]["PermissionBits"];
            position: number;
            serverId: components["schemas"]["Id"];
            slowmodeSeconds: number;
            topic: string | null;
            type: components["schemas"]["ChannelType"];
            unreadCount: number;
        };
        ChannelPlace: {
            id: components["schemas"]["Id"];
            parentId: components["schemas"]["Id"] | null;
            position: number;
        };
        /** @enum {string} */
        ChannelType: "text" | "voice" | "announcement" | "category";
        /**
         * @description `away` means `idle`.
         * @enum {string}
         */
        ChosenStatus: "online" | "idle" | "dnd" | "invisible" | "away";
        Conversation: {
            createdAt: components["schemas"]["Time"];
            id: components["schemas"]["Id"];
            lastMessage: components["schemas"]["DirectMessage"] | null;
            /** @description Up to where the caller has read; null: nothing yet. */
            lastReadId: components["schemas"]["Id"] | null;
            /** @description Everybody in it, the caller too. */
            participants: components["schemas"]["User"][];
            unreadCount: number;
        };
        /** @description A conversation as everybody in it hears of it, without what is the reader's own. */
        ConversationInfo: {
            createdAt: components["schemas"]["Time"];
            id: components["schemas"]["Id"];
            lastMessage: components["schemas"]["DirectMessage"] | null;
            /** @description Everybody who is left in it; who does not find himself here takes part no more. */
            participants: components["schemas"]["User"][];
        };
        CreateChannelRequest: {
            description?: string | null;
            name: string;
            nsfw?: boolean | null;
            parentId?: components["schemas"]["Id"] | null;
            position?: number | null;
            slowmodeSeconds?: number | null;
            topic?: string | null;
            type: components["schemas"]["ChannelType"];
        };
        /** @description One of the two. */
        CreateConversationRequest: {
            userId?: components["schemas"]["Id"] | null;
            /** @description The others of a group of up to 10. */
            userIds?: components["schemas"]["Id"][] | null;
        };
        CreateEmojiRequest: {
            imageId: components["schemas"]["Id"];
            name: string;
        };
        CreateInviteRequest: {
            /** @description 0 or null means never. */
            expiresInHours?: number | null;
            /** @description 0 or null means no limit. */
            maxUses?: number | null;
        };
        CreateMessageRequest: {
            /** @description Uploads of the caller that are in no message yet. In a channel this takes ATTACH_FILES. */
            attachmentIds?: components["schemas"]["Id"][] | null;
            /** @description 1 to 4000 characters after trimming; none will do where there are attachments. */
            content: string;
            nonce?: components["schemas"]["Nonce"] | null;
            replyToId?: components["schemas"]["Id"] | null;
        };
        CreateRoleRequest: {
            color?: components["schemas"]["RoleColor"] | null;
            hoist?: boolean;
            mentionable?: boolean;
            /** @default new role */
            name?: components["schemas"]["RoleName"] | null;
            /** @description Those of @everyone unless given; unknown bits are refused. */
            permissions?: components["schemas"]["PermissionBits"] | null;
            position?: number | null;
        };
        CreateServerRequest: {
            description?: string | null;
            /** @default false */
            isPublic?: boolean | null;
            name: string;
        };
        CreateWebhookRequest: {
            channelId: components["schemas"]["Id"];
            name: string;
        };
        DeleteMeRequest: {
            password?: string | null;
        };
        DeleteMessagesRequest: {
            /** @description Different ids. */
            ids: components["schemas"]["Id"][];
        };
        DeleteServerRequest: {
            /** @description The server's name. */
            name: string;
        };
        /** @description A message in a conversation. */
        DirectMessage: {
            attachments: components["schemas"]["Attachment"][];
            author: components["schemas"]["Author"];
            /** @description Markdown, as typed. */
            content: string;
            conversationId: components["schemas"]["Id"];
            createdAt: components["schemas"]["Time"];
            editedAt: components["schemas"]["Time"] | null;
            id: components["schemas"]["Id"];
            mentions: components["schemas"]["Mention"][];
            nonce?: components["schemas"]["Nonce"];
            pinned: boolean;
            reactions: components["schemas"]["Reaction"][];
            replyTo: components["schemas"]["Reply"] | null;
            /** @enum {string} */
            type: "default";
        };
        DiscordMessage: {
            attachments: unknown[];
            author: {
                avatar: null;
                /** @constant */
                bot: true;
                /** @constant */
                discriminator: "0000";
                id: string;
                username: string;
            };
            channel_id: string;
            components: unknown[];
            content: string;
            edited_timestamp: null;
            embeds: Record<string, never>[];
            flags: number;
            id: string;
            mention_everyone: boolean;
            mention_roles: string[];
            mentions: Record<string, never>[];
            pinned: boolean;
            timestamp: components["schemas"]["Time"];
            tts: boolean;
            /** @constant */
            type: 0;
            webhook_id: string;
        };
        DiscordWebhook: {
            application_id: null;
            avatar: null;
            channel_id: string;
            guild_id: string;
            id: string;
            name: string;
            token: string;
            /** @constant */
            type: 1;
        };
        /** @description As Discord's; addresses are http or https. */
        Embed: {
            author?: {
                icon_url?: components["schemas"]["Link"];
                name?: string;
                url?: components["schemas"]["Link"];
            };
            color?: number;
            description?: string;
            fields?: {
                inline: boolean;
                name?: string;
                value?: string;
            }[];
            footer?: {
                icon_url?: components["schemas"]["Link"];
                text?: string;
            };
            image?: components["schemas"]["EmbedPicture"];
            thumbnail?: components["schemas"]["EmbedPicture"];
            /** Format: date-time */
            timestamp?: string;
            title?: string;
            url?: components["schemas"]["Link"];
        };
        EmbedPicture: {
            url: components["schemas"]["Link"];
        };
        /** @description A custom emoji of a server. */
        Emoji: {
            animated: boolean;
            createdAt: components["schemas"]["Time"];
            creator: components["schemas"]["Author"];
            id: components["schemas"]["Id"];
            name: string;
            url: string;
        };
        Error: {
            code: components["schemas"]["ErrorCode"];
            /** @description A sentence for a person. */
            error: string;
            fields?: components["schemas"]["ErrorFields"];
            requestId: string;
        };
        /**
         * @description A name for a program; it never changes once released.
         * @enum {string}
         */
        ErrorCode: "malformed_request" | "invalid_input" | "not_a_text_channel" | "token_missing" | "token_invalid" | "token_expired" | "session_ended" | "refresh_token_invalid" | "wrong_credentials" | "wrong_server_password" | "forbidden" | "banned" | "not_found" | "unknown_route" | "invite_not_found" | "method_not_allowed" | "username_taken" | "owner_must_transfer" | "not_a_group" | "name_mismatch" | "too_many_files" | "too_many_emojis" | "reaction_limit" | "pin_limit" | "conflict" | "too_large" | "range_not_satisfiable" | "unsupported_media_type" | "slowmode" | "rate_limited" | "internal" | "unavailable";
        /** @description The name of each invalid field and why. */
        ErrorFields: {
            [key: string]: string;
        };
        /** @description Content or embeds must be there. */
        ExecuteWebhookRequest: {
            /** @description Who of the mentioned is told; without it, all. */
            allowed_mentions?: {
                parse?: ("users" | "roles" | "everyone")[];
                roles?: unknown[];
                users?: unknown[];
            } | null;
            /** @description An http or https address. */
            avatar_url?: string | null;
            content?: string | null;
            /** @description At most 6,000 characters of text in all of them together. */
            embeds?: Record<string, never>[] | null;
            /** @description In place of the webhook's name. */
            username?: string | null;
        };
        /** @description A message that a search found, with where it matches. */
        FoundMessage: {
            attachments: components["schemas"]["Attachment"][];
            author: components["schemas"]["Author"];
            channelId: components["schemas"]["Id"];
            /** @description Markdown, as typed. */
            content: string;
            createdAt: components["schemas"]["Time"];
            editedAt: components["schemas"]["Time"] | null;
            /** @description Of a webhook, as it was sent. */
            embeds: Record<string, never>[];
            /** @description The parts of `content` that match, in order and apart from each other, counted in UTF-16 code units as JavaScript's strings are; the end is behind the part. At most 100. */
            highlights: {
                end: number;
                start: number;
            }[];
            id: components["schemas"]["Id"];
            mentionEveryone: boolean;
            /** @description Roles it mentions. */
            mentionRoles: components["schemas"]["Id"][];
            mentions: components["schemas"]["Mention"][];
            pinned: boolean;
            reactions: components["schemas"]["Reaction"][];
            replyTo: components["schemas"]["Reply"] | null;
            serverId: components["schemas"]["Id"];
            /** @enum {string} */
            type: "default";
        };
        Health: {
            /** @description What does not answer; only when degraded. */
            down?: string[];
            /** @description Each part by its name; only with `verbose=1`. */
            parts?: {
                [key: string]: {
                    latencyMs: number | null;
                    /** @enum {string} */
                    status: "ok" | "down";
                };
            };
            /** @enum {string} */
            status: "ok" | "degraded";
        };
        /** Format: int64 */
        Id: number;
        Instance: {
            name: string;
            /** @description Whether an account must have a password. */
            passwordRequired: boolean;
            /** @description Only where sockets go to another address than the origin. */
            realtimeUrl?: string;
            /** @enum {string} */
            registration: "open" | "closed";
            /** Format: int64 */
            uploadMaxBytes: number;
            version: string;
        };
        Invite: {
            channelId: null;
            code: components["schemas"]["InviteCode"];
            createdAt: components["schemas"]["Time"];
            expiresAt: components["schemas"]["Time"] | null;
            inviter: components["schemas"]["User"];
            /** @description 0 or null means no limit. */
            maxUses: number | null;
            serverId: components["schemas"]["Id"];
            uses: number;
        };
        InviteCode: string;
        InvitePreview: {
            code: components["schemas"]["InviteCode"];
            expiresAt: components["schemas"]["Time"] | null;
            server: {
                description: string | null;
                iconUrl: string | null;
                id: components["schemas"]["Id"];
                memberCount: number;
                name: string;
            };
        };
        Link: string;
        LoginRequest: {
            password?: string | null;
            serverPassword: string;
            /** @description For a second factor, which no account has yet. */
            totp?: string | null;
            username: string;
        };
        LoginSession: {
            /** @description Where the login came from. */
            address: string | null;
            createdAt: components["schemas"]["Time"];
            /** @description It is the one that asks. */
            current: boolean;
            id: components["schemas"]["Id"];
            /** @description The login or the last refresh. */
            lastUsedAt: components["schemas"]["Time"];
            /** @description What the client called itself at login, in printable ASCII. */
            userAgent: string | null;
        };
        Member: {
            joinedAt: components["schemas"]["Time"];
            nickname: string | null;
            roles: components["schemas"]["Id"][];
            /** @description Until then the member may only read; null for everybody else. */
            timeoutUntil: components["schemas"]["Time"] | null;
            user: components["schemas"]["User"];
        };
        Mention: {
            displayName: string;
            id: components["schemas"]["Id"];
            username: string;
        };
        /** @description A message in a channel of a server. */
        Message: {
            attachments: components["schemas"]["Attachment"][];
            author: components["schemas"]["Author"];
            channelId: components["schemas"]["Id"];
            /** @description Markdown, as typed. */
            content: string;
            createdAt: components["schemas"]["Time"];
            editedAt: components["schemas"]["Time"] | null;
            /** @description Of a webhook. */
            embeds: components["schemas"]["Embed"][];
            id: components["schemas"]["Id"];
            mentionEveryone: boolean;
            /** @description Roles it mentions. */
            mentionRoles: components["schemas"]["Id"][];
            mentions: components["schemas"]["Mention"][];
            nonce?: components["schemas"]["Nonce"];
            pinned: boolean;
            reactions: components["schemas"]["Reaction"][];
            replyTo: components["schemas"]["Reply"] | null;
            serverId: components["schemas"]["Id"];
            /** @enum {string} */
            type: "default";
        };
        /** @description An earlier text of a message. */
        MessageEdit: {
            content: string;
            writtenAt: components["schemas"]["Time"];
        };
        NewWebhook: {
            avatarUrl: string | null;
            channelId: components["schemas"]["Id"];
            createdAt: components["schemas"]["Time"];
            creator: components["schemas"]["Author"];
            id: components["schemas"]["Id"];
            name: string;
            serverId: components["schemas"]["Id"];
            token: string;
            /** @description The path behind the instance's origin. */
            url: string;
        };
        /** @description Chosen by the sender; echoed in the answer and the event. */
        Nonce: string;
        /** @description What a role or a member may do in a channel and what not, whatever it is elsewhere. */
        Overwrite: {
            allow: components["schemas"]["PermissionBits"];
            deny: components["schemas"]["PermissionBits"];
            id: components["schemas"]["Id"];
            /** @enum {string} */
            type: "role" | "member";
        };
        /** @description Bits that a channel has no use for are refused; what is not given is 0. */
        OverwriteRequest: {
            allow?: components["schemas"]["PermissionBits"] | null;
            deny?: components["schemas"]["PermissionBits"] | null;
        };
        /** @description Discord's permission bits as a decimal number. */
        PermissionBits: string;
        /** @description A server everybody may join, as those see it who did not. */
        PublicServer: {
            description: string | null;
            iconUrl: string | null;
            id: components["schemas"]["Id"];
            /** @description Whether the caller is a member. */
            joined: boolean;
            memberCount: number;
            name: string;
        };
        /** @description All who reacted with one emoji; the first emoji comes first. */
        Reaction: {
            count: number;
            /** @description Unicode, or `name:id` of a custom one. */
            emoji: string;
            /** @description Whether the caller is one of them; always false in events. */
            me: boolean;
        };
        ReadRequest: {
            messageId: components["schemas"]["Id"];
        };
        RefreshRequest: {
            refreshToken: string;
        };
        RegisterRequest: {
            /** @description The username if absent. */
            displayName?: string | null;
            password?: string | null;
            serverPassword: string;
            /** @description Compared and kept in lower case; `deleted-user-…` is reserved. */
            username: string;
        };
        ReorderChannelsRequest: {
            id: components["schemas"]["Id"];
            /** @description The category; null: none; as it is unless given. */
            parentId?: components["schemas"]["Id"] | null;
            /** @description As it is unless given. */
            position?: number | null;
        }[];
        ReorderRolesRequest: {
            id: components["schemas"]["Id"];
            position: number;
        }[];
        /** @description The message that this one answers. */
        Reply: {
            author: components["schemas"]["Author"];
            content: string;
            id: components["schemas"]["Id"];
        };
        Role: {
            color: components["schemas"]["RoleColor"];
            /** @description Its members are shown apart. */
            hoist: boolean;
            id: components["schemas"]["Id"];
            isEveryone: boolean;
            /** @description In lists only. */
            memberCount?: number;
            mentionable: boolean;
            name: components["schemas"]["RoleName"];
            permissions: components["schemas"]["PermissionBits"];
            /** @description 0 for @everyone, then 1, 2, 3 … without gaps; the higher acts on the lower. */
            position: number;
            serverId: components["schemas"]["Id"];
        };
        /** @description Red, green and blue, 8 bits each; 0: none. */
        RoleColor: number;
        RoleName: string;
        /** @description An id, a time (RFC 3339) or a day; they never look alike. */
        SearchBound: components["schemas"]["Id"] | string;
        Server: {
            createdAt: components["schemas"]["Time"];
            description: string | null;
            iconUrl: string | null;
            id: components["schemas"]["Id"];
            isPublic: boolean;
            memberCount: number;
            name: string;
            ownerId: components["schemas"]["Id"];
            /** @description The caller's. */
            permissions: components["schemas"]["PermissionBits"];
        };
        /** @description A server as its whole room hears of it, so without anybody's permissions. */
        ServerInfo: {
            createdAt: components["schemas"]["Time"];
            description: string | null;
            iconUrl: string | null;
            id: components["schemas"]["Id"];
            isPublic: boolean;
            memberCount: number;
            name: string;
            ownerId: components["schemas"]["Id"];
        };
        /** @description A server in the caller's list. */
        ServerSummary: {
            createdAt: components["schemas"]["Time"];
            description: string | null;
            iconUrl: string | null;
            id: components["schemas"]["Id"];
            isPublic: boolean;
            memberCount: number;
            mentionCount: number;
            name: string;
            ownerId: components["schemas"]["Id"];
            /** @description The caller's. */
            permissions: components["schemas"]["PermissionBits"];
            unreadCount: number;
        };
        Session: {
            /** @description When `token` stops working. */
            expiresAt: components["schemas"]["Time"];
            refreshToken: string;
            /** @description For `Authorization: Bearer`. */
            token: string;
            user: components["schemas"]["User"];
        };
        /**
         * @description What others see: `offline` without a socket or when invisible. One's own user shows the chosen status, `invisible` included.
         * @enum {string}
         */
        Status: "online" | "idle" | "dnd" | "invisible" | "offline";
        /** Format: date-time */
        Time: string;
        TransferServerRequest: {
            userId: components["schemas"]["Id"];
        };
        UpdateChannelRequest: {
            description?: string | null;
            name?: string | null;
            nsfw?: boolean;
            /** @description The category; null takes the channel out of it. */
            parentId?: components["schemas"]["Id"] | null;
            position?: number | null;
            slowmodeSeconds?: number | null;
            topic?: string | null;
        };
        UpdateMemberRequest: {
            nickname?: string | null;
            /** @description Ids of roles of this server, @everyone aside. */
            roles?: components["schemas"]["Id"][] | null;
            /**
             * Format: date-time
             * @description At most 28 days ahead.
             */
            timeoutUntil?: string | null;
        };
        UpdateMeRequest: {
            /** @description An uploaded picture that nothing uses; null takes the avatar away. It is cut to a square. */
            avatarId?: components["schemas"]["Id"] | null;
            bannerColor?: string | null;
            bio?: string | null;
            customStatus?: string | null;
            displayName?: string;
            status?: components["schemas"]["ChosenStatus"];
        };
        UpdateMessageRequest: {
            /** @description 1 to 4000 characters after trimming. */
            content: string;
        };
        UpdateRoleRequest: {
            color?: components["schemas"]["RoleColor"] | null;
            hoist?: boolean;
            mentionable?: boolean;
            name?: components["schemas"]["RoleName"] | null;
            /** @description Unknown bits are refused. */
            permissions?: components["schemas"]["PermissionBits"] | null;
            position?: number | null;
        };
        UpdateServerRequest: {
            description?: string | null;
            /** @description An uploaded picture that nothing uses; null takes the icon away. It is cut to a square. */
            iconId?: components["schemas"]["Id"] | null;
            isPublic?: boolean | null;
            name?: string;
        };
        User: {
            avatarUrl: string | null;
            bannerColor: string | null;
            bio: string | null;
            createdAt: components["schemas"]["Time"];
            customStatus: string | null;
            displayName: string;
            id: components["schemas"]["Id"];
            status: components["schemas"]["Status"];
            username: string;
        };
        Webhook: {
            avatarUrl: string | null;
            channelId: components["schemas"]["Id"];
            createdAt: components["schemas"]["Time"];
            creator: components["schemas"]["Author"];
            id: components["schemas"]["Id"];
            name: string;
            serverId: components["schemas"]["Id"];
        };
    };
    responses: {
        /** @description Malformed or invalid input; `fields` names what is wrong. */
        BadRequest: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The channel. */
        Channel: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    channel: components["schemas"]["Channel"];
                };
            };
        };
        /** @description It contradicts what is there. */
        Conflict: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The conversation. */
        Conversation: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    conversation: components["schemas"]["Conversation"];
                };
            };
        };
        /** @description The direct message. */
        DirectMessage: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    message: components["schemas"]["DirectMessage"];
                };
            };
        };
        /** @description The file, or a part of it. */
        File: {
            headers: {
                "Cache-Control": string;
                "Content-Disposition": string;
                ETag: string;
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "*/*": string;
            };
        };
        /** @description Known, but not allowed. */
        Forbidden: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The member. */
        Member: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    member: components["schemas"]["Member"];
                };
            };
        };
        /** @description The message. */
        Message: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    message: components["schemas"]["Message"];
                };
            };
        };
        /** @description The path does not know the method. Any path may answer it. */
        MethodNotAllowed: {
            headers: {
                Allow: components["headers"]["Allow"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Done. */
        NoContent: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description No such thing, or not the caller's to see. */
        NotFound: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description What the caller has is still the same. */
        NotModified: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content?: never;
        };
        /** @description Too often. */
        RateLimited: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The role. */
        Role: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    role: components["schemas"]["Role"];
                };
            };
        };
        /** @description The server. */
        Server: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    server: components["schemas"]["Server"];
                };
            };
        };
        /** @description The server's own fault. */
        ServerError: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The tokens and the account. */
        Session: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Session"];
            };
        };
        /** @description The body is too large. */
        TooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description No token, a bad, expired or revoked one, or a wrong password. */
        Unauthorized: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Something that the server needs is down. */
        Unavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is not `application/json`. */
        UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The user. */
        User: {
            headers: {
                "X-Request-Id": components["headers"]["RequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": {
                    user: components["schemas"]["User"];
                };
            };
        };
    };
    parameters: {
        /** @description Only what comes after this id, the nearest to it; 0 begins at the start. */
        after: number;
        /** @description A number of Discord's API; all mean the same here. */
        apiVersion: string;
        /** @description What stands around this id, itself included. */
        around: components["schemas"]["Id"];
        /** @description Only what comes before this id, the nearest to it. */
        before: components["schemas"]["Id"];
        channelId: components["schemas"]["Id"];
        conversationId: components["schemas"]["Id"];
        /** @description One emoji of Unicode, percent-encoded, or `name:id` of a custom one. Unicode's ways of writing one emoji with and without variation selectors are the same reaction. */
        emoji: string;
        /** @description Makes a repeat within a day harmless. */
        idempotencyKey: string;
        inviteCode: components["schemas"]["InviteCode"];
        /** @description How many at most. */
        limit: number;
        messageId: components["schemas"]["Id"];
        roleId: components["schemas"]["Id"];
        serverId: components["schemas"]["Id"];
        userId: components["schemas"]["Id"];
        webhookId: components["schemas"]["Id"];
        webhookToken: string;
    };
    requestBodies: never;
    headers: {
        /** @description The methods that this path knows. */
        Allow: string;
        /** @description Changes when the content does. */
        ETag: string;
        /** @description Names this request in the logs. */
        RequestId: string;
        /** @description Seconds to wait. */
        RetryAfter: number;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getWebhookVersioned: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A number of Discord's API; all mean the same here. */
                apiVersion: components["parameters"]["apiVersion"];
                webhookId: components["parameters"]["webhookId"];
                webhookToken: components["parameters"]["webhookToken"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook, as Discord shows it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscordWebhook"];
                };
            };
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    executeWebhookVersioned: {
        parameters: {
            query?: {
                /** @description `true` or `1`: answer with the message, not with 204. */
                wait?: string;
            };
            header?: never;
            path: {
                /** @description A number of Discord's API; all mean the same here. */
                apiVersion: components["parameters"]["apiVersion"];
                webhookId: components["parameters"]["webhookId"];
                webhookToken: components["parameters"]["webhookToken"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExecuteWebhookRequest"];
                "application/x-www-form-urlencoded": {
                    avatar_url?: string;
                    content?: string;
                    payload_json?: string;
                    username?: string;
                };
            };
        };
        responses: {
            /** @description The message as Discord shows it, with `wait=true`. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscordMessage"];
                };
            };
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            200: components["responses"]["Session"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordRequest"];
            };
        };
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            200: components["responses"]["Session"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterRequest"];
            };
        };
        responses: {
            201: components["responses"]["Session"];
            400: components["responses"]["BadRequest"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sessions that can still be used, the one used last first, at most 1,000. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sessions: components["schemas"]["LoginSession"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sessionId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listConversations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The one with the newest message first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        conversations: components["schemas"]["Conversation"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createConversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat within a day harmless. */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateConversationRequest"];
            };
        };
        responses: {
            200: components["responses"]["Conversation"];
            201: components["responses"]["Conversation"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Conversation"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    leaveConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDirectMessages: {
        parameters: {
            query?: {
                /** @description Only what comes after this id, the nearest to it; 0 begins at the start. */
                after?: components["parameters"]["after"];
                /** @description What stands around this id, itself included. */
                around?: components["parameters"]["around"];
                /** @description Only what comes before this id, the nearest to it. */
                before?: components["parameters"]["before"];
                /** @description How many at most. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page in chronological order; without a cursor the newest one. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messages: components["schemas"]["DirectMessage"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createDirectMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat within a day harmless. */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                conversationId: components["parameters"]["conversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateMessageRequest"];
            };
        };
        responses: {
            201: components["responses"]["DirectMessage"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDirectMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
                messageId: components["parameters"]["messageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["DirectMessage"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteDirectMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
                messageId: components["parameters"]["messageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateDirectMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
                messageId: components["parameters"]["messageId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMessageRequest"];
            };
        };
        responses: {
            200: components["responses"]["DirectMessage"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDirectReactions: {
        parameters: {
            query?: {
                /** @description Only what comes after this id, the nearest to it; 0 begins at the start. */
                after?: components["parameters"]["after"];
                /** @description What stands around this id, itself included. */
                around?: components["parameters"]["around"];
                /** @description Only what comes before this id, the nearest to it. */
                before?: components["parameters"]["before"];
                /** @description How many at most. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
                /** @description One Unicode emoji, URL-encoded. Custom emoji belong to servers and are a 400 here. */
                emoji: string;
                messageId: components["parameters"]["messageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page; without a cursor the first one. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        users: components["schemas"]["User"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    addDirectReaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
                /** @description One Unicode emoji, URL-encoded. Custom emoji belong to servers and are a 400 here. */
                emoji: string;
                messageId: components["parameters"]["messageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeDirectReaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
                /** @description One Unicode emoji, URL-encoded. Custom emoji belong to servers and are a 400 here. */
                emoji: string;
                messageId: components["parameters"]["messageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    readConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadRequest"];
            };
        };
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    typeInConversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                conversationId: components["parameters"]["conversationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDescriptionPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            304: components["responses"]["NotModified"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getInstance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The instance. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instance"];
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getInvite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                inviteCode: components["parameters"]["inviteCode"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The preview. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        invite: components["schemas"]["InvitePreview"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDescription: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OpenAPI 3.1. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        info: Record<string, never>;
                        openapi: string;
                        paths: Record<string, never>;
                    };
                };
            };
            304: components["responses"]["NotModified"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listServers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the order of joining. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        servers: components["schemas"]["ServerSummary"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createServer: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat within a day harmless. */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateServerRequest"];
            };
        };
        responses: {
            201: components["responses"]["Server"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Server"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteServerRequest"];
            };
        };
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateServerRequest"];
            };
        };
        responses: {
            200: components["responses"]["Server"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listAuditLog: {
        parameters: {
            query?: {
                /** @description Only this action. */
                action?: components["schemas"]["AuditAction"];
                /** @description Only what comes after this id, the nearest to it; 0 begins at the start. */
                after?: components["parameters"]["after"];
                /** @description What stands around this id, itself included. */
                around?: components["parameters"]["around"];
                /** @description Only what comes before this id, the nearest to it. */
                before?: components["parameters"]["before"];
                /** @description How many at most. */
                limit?: components["parameters"]["limit"];
                /** @description Only what this user did. */
                userId?: components["schemas"]["Id"];
            };
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page in chronological order; without a cursor the newest one. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        entries: components["schemas"]["AuditEntry"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listBans: {
        parameters: {
            query?: {
                /** @description Only what comes after this id, the nearest to it; 0 begins at the start. */
                after?: components["parameters"]["after"];
                /** @description Only what comes before this id, the nearest to it. */
                before?: components["parameters"]["before"];
                /** @description How many at most. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page in the order of user ids; without a cursor the first one. `before` and `after` take a user id. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        bans: components["schemas"]["Ban"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getBan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ban. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        ban: components["schemas"]["Ban"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    banUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BanRequest"];
            };
        };
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    unbanUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listChannels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In the order of their position. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        channels: components["schemas"]["Channel"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createChannel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat within a day harmless. */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateChannelRequest"];
            };
        };
        responses: {
            201: components["responses"]["Channel"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    reorderChannels: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReorderChannelsRequest"];
            };
        };
        responses: {
            /** @description The channels that the caller may see, as listChannels. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        channels: components["schemas"]["Channel"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Channel"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateChannelRequest"];
            };
        };
        responses: {
            200: components["responses"]["Channel"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMessages: {
        parameters: {
            query?: {
                /** @description Only what comes after this id, the nearest to it; 0 begins at the start. */
                after?: components["parameters"]["after"];
                /** @description What stands around this id, itself included. */
                around?: components["parameters"]["around"];
                /** @description Only what comes before this id, the nearest to it. */
                before?: components["parameters"]["before"];
                /** @description How many at most. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page in chronological order; without a cursor the newest one. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messages: components["schemas"]["Message"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createMessage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat within a day harmless. */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateMessageRequest"];
            };
        };
        responses: {
            201: components["responses"]["Message"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                messageId: components["parameters"]["messageId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Message"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                messageId: components["parameters"]["messageId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                messageId: components["parameters"]["messageId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMessageRequest"];
            };
        };
        responses: {
            200: components["responses"]["Message"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMessageEdits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                messageId: components["parameters"]["messageId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The last 100 earlier texts, the oldest first; the present one is not among them. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        edits: components["schemas"]["MessageEdit"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listReactionUsers: {
        parameters: {
            query?: {
                /** @description Only what comes after this id, the nearest to it; 0 begins at the start. */
                after?: components["parameters"]["after"];
                /** @description What stands around this id, itself included. */
                around?: components["parameters"]["around"];
                /** @description Only what comes before this id, the nearest to it. */
                before?: components["parameters"]["before"];
                /** @description How many at most. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                /** @description One emoji of Unicode, percent-encoded, or `name:id` of a custom one. Unicode's ways of writing one emoji with and without variation selectors are the same reaction. */
                emoji: components["parameters"]["emoji"];
                messageId: components["parameters"]["messageId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page by the ids of users; without a cursor the first one. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        users: components["schemas"]["User"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    addReaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                /** @description One emoji of Unicode, percent-encoded, or `name:id` of a custom one. Unicode's ways of writing one emoji with and without variation selectors are the same reaction. */
                emoji: components["parameters"]["emoji"];
                messageId: components["parameters"]["messageId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeReaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                /** @description One emoji of Unicode, percent-encoded, or `name:id` of a custom one. Unicode's ways of writing one emoji with and without variation selectors are the same reaction. */
                emoji: components["parameters"]["emoji"];
                messageId: components["parameters"]["messageId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    removeReactionOf: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                /** @description One emoji of Unicode, percent-encoded, or `name:id` of a custom one. Unicode's ways of writing one emoji with and without variation selectors are the same reaction. */
                emoji: components["parameters"]["emoji"];
                messageId: components["parameters"]["messageId"];
                serverId: components["parameters"]["serverId"];
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteMessages: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteMessagesRequest"];
            };
        };
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putMemberOverwrite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OverwriteRequest"];
            };
        };
        responses: {
            /** @description The overwrite. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        overwrite: components["schemas"]["Overwrite"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteMemberOverwrite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putRoleOverwrite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                roleId: components["parameters"]["roleId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OverwriteRequest"];
            };
        };
        responses: {
            /** @description The overwrite. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        overwrite: components["schemas"]["Overwrite"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteRoleOverwrite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                roleId: components["parameters"]["roleId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPins: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them, what was pinned last first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messages: components["schemas"]["Message"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    pinMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                messageId: components["parameters"]["messageId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    unpinMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                messageId: components["parameters"]["messageId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    readChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadRequest"];
            };
        };
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    typeInChannel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channelId: components["parameters"]["channelId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listEmojis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The emoji, the oldest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        emojis: components["schemas"]["Emoji"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createEmoji: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat within a day harmless. */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateEmojiRequest"];
            };
        };
        responses: {
            /** @description The emoji. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        emoji: components["schemas"]["Emoji"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteEmoji: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                emojiId: components["schemas"]["Id"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listInvites: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The invites. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        invites: components["schemas"]["Invite"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createInvite: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat within a day harmless. */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateInviteRequest"];
            };
        };
        responses: {
            /** @description The invite. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        invite: components["schemas"]["Invite"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteInvite: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                inviteCode: components["parameters"]["inviteCode"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    joinPublicServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Server"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    leaveServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description Only what comes after this id, the nearest to it; 0 begins at the start. */
                after?: components["parameters"]["after"];
                /** @description Only what comes before this id, the nearest to it. */
                before?: components["parameters"]["before"];
                /** @description How many at most. */
                limit?: components["parameters"]["limit"];
            };
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page in the order of user ids; without a cursor the first one. `before` and `after` take a user id. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        members: components["schemas"]["Member"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Member"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    kickMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMemberRequest"];
            };
        };
        responses: {
            200: components["responses"]["Member"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    transferServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TransferServerRequest"];
            };
        };
        responses: {
            200: components["responses"]["Server"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRoles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All of them; the last is @everyone. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        roles: components["schemas"]["Role"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateRoleRequest"];
            };
        };
        responses: {
            201: components["responses"]["Role"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    reorderRoles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReorderRolesRequest"];
            };
        };
        responses: {
            /** @description All roles, as listRoles. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        roles: components["schemas"]["Role"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roleId: components["parameters"]["roleId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                roleId: components["parameters"]["roleId"];
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateRoleRequest"];
            };
        };
        responses: {
            200: components["responses"]["Role"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    searchMessages: {
        parameters: {
            query?: {
                /** @description Only messages behind this one, given by its id, or from a time or the beginning of a day on. */
                after?: components["schemas"]["SearchBound"];
                /** @description Written by this user. */
                authorId?: components["schemas"]["Id"];
                /** @description Only messages before this one, given by its id, or before a time or a day, which begins at midnight UTC. */
                before?: components["schemas"]["SearchBound"];
                /** @description In this channel; 404 when the caller may not read it. */
                channelId?: components["schemas"]["Id"];
                /** @description What it must have, with commas between: `link`, `embed`, `file` (any), `image`, `video`, `sound`. */
                has?: string;
                /** @description How many at most. */
                limit?: number;
                /** @description That mention this user by name. */
                mentions?: components["schemas"]["Id"];
                /** @description How many of them to leave out first. */
                offset?: number;
                /**
                 * @description Words, all of which must be there, and "quoted phrases".
                 * @example "release notes" draft
                 */
                q?: string;
                sort?: "relevance" | "newest";
            };
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found, the best first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        messages: components["schemas"]["FoundMessage"][];
                        total: number;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Those of channels that the caller may see and whose webhooks they may manage, the oldest first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        webhooks: components["schemas"]["Webhook"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createWebhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat within a day harmless. */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path: {
                serverId: components["parameters"]["serverId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateWebhookRequest"];
            };
        };
        responses: {
            /** @description The webhook. Its token and its address are told here and never again. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        webhook: components["schemas"]["NewWebhook"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                serverId: components["parameters"]["serverId"];
                webhookId: components["parameters"]["webhookId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    joinServer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                inviteCode: components["parameters"]["inviteCode"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["Server"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listPublicServers: {
        parameters: {
            query?: {
                limit?: number;
                /** @description A part of the name or the description, in any case. */
                query?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The servers. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        servers: components["schemas"]["PublicServer"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createUpload: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeat within a day harmless. */
                "Idempotency-Key"?: components["parameters"]["idempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file: string;
                };
            };
        };
        responses: {
            /** @description The file. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        attachment: components["schemas"]["Attachment"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                uploadId: components["schemas"]["Id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createFileTicket: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The ticket. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        expiresAt: components["schemas"]["Time"];
                        ticket: string;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    searchUsers: {
        parameters: {
            query: {
                /** @description How many at most. */
                limit?: components["parameters"]["limit"];
                query: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The best matches first. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        users: components["schemas"]["User"][];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["User"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["User"];
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeleteMeRequest"];
            };
        };
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateMeRequest"];
            };
        };
        responses: {
            200: components["responses"]["User"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listBlocks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The newest first, at most 1,000. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        blocks: components["schemas"]["Block"][];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getBlock: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The block. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        block: components["schemas"]["Block"];
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    blockUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            413: components["responses"]["TooLarge"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    unblockUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                userId: components["parameters"]["userId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["Conflict"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getWebhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhookId: components["parameters"]["webhookId"];
                webhookToken: components["parameters"]["webhookToken"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The webhook, as Discord shows it. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscordWebhook"];
                };
            };
            404: components["responses"]["NotFound"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    executeWebhook: {
        parameters: {
            query?: {
                /** @description `true` or `1`: answer with the message, not with 204. */
                wait?: string;
            };
            header?: never;
            path: {
                webhookId: components["parameters"]["webhookId"];
                webhookToken: components["parameters"]["webhookToken"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ExecuteWebhookRequest"];
                "application/x-www-form-urlencoded": {
                    avatar_url?: string;
                    content?: string;
                    payload_json?: string;
                    username?: string;
                };
            };
        };
        responses: {
            /** @description The message as Discord shows it, with `wait=true`. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscordMessage"];
                };
            };
            204: components["responses"]["NoContent"];
            400: components["responses"]["BadRequest"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getHealth: {
        parameters: {
            query?: {
                /** @description `1` names each part and its latency. */
                verbose?: "0" | "1";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Everything works. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Something is down. */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getFile: {
        parameters: {
            query?: {
                /** @description From `POST /api/uploads/ticket`. */
                ticket?: string;
            };
            header?: never;
            path: {
                fileName: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: components["responses"]["File"];
            206: components["responses"]["File"];
            /** @description It is what the caller has. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["NotFound"];
            /** @description The file has no such part. */
            416: {
                headers: {
                    "X-Request-Id": components["headers"]["RequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            429: components["responses"]["RateLimited"];
            500: components["responses"]["ServerError"];
            503: components["responses"]["Unavailable"];
        };
    };
}

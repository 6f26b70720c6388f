/* Accounts (auth.users), and the copies of their names where messages are. */
#ifndef OHKAY_CGI_STORE_USERS_H
#define OHKAY_CGI_STORE_USERS_H

#include "cgi/ctx.h"

/* What login needs. */
struct user_login {
    int64_t id;
    const char *password_hash; /* NULL: the account has no password */
    struct str json;           /* as the user sees himself */
    bool profile_is_synced;
};

/* Find by username, which is compared in lower case. ERR_NOT_FOUND when there is none. */
enum err users_find_login(struct ctx *ctx, struct str username, struct user_login *out);

/* The same for an account by its id. ERR_NOT_FOUND when it is deleted. */
enum err users_get_login(struct ctx *ctx, int64_t user_id, struct user_login *out);

/* Create an account. `password_hash` may be NULL. ERR_USERNAME_TAKEN. */
enum err users_insert(struct ctx *ctx, struct str username, struct str display_name,
                      const char *password_hash, struct user_login *out);

/* Replace the password's hash, if the account still has the old one. */
enum err users_rehash(struct ctx *ctx, int64_t user_id, const char *old_hash, const char *new_hash);

/* Give the account another password, or its first, if it still has the one that was proven.
 * ERR_WRONG_CREDENTIALS when it has not. */
enum err users_change_password(struct ctx *ctx, const struct user_login *user,
                               const char *new_hash);

/* Make the account that of a deleted user, who cannot log in, is not found, and has neither name
 * nor password, if it still has the password that was proven. ERR_WRONG_CREDENTIALS when it has
 * not. */
enum err users_bury(struct ctx *ctx, const struct user_login *user);

/* Deleted users of whom copies with their names may still be about, at most 100. */
enum err users_half_deleted(struct ctx *ctx, const int64_t **ids, size_t *count);

/* Note that all copies of a profile have come to a version. */
enum err users_note_synced(struct ctx *ctx, int64_t user_id, int64_t version);

/* The caller as he sees himself. */
enum err users_get_self(struct ctx *ctx, int64_t user_id, struct str *json);

/* What PATCH may change; a NULL pointer behind a true `has_…` clears. */
struct user_patch {
    bool has_avatar_url, has_display_name, has_bio, has_banner_color, has_status, has_custom_status;
    struct str avatar_url, display_name, bio, banner_color, status, custom_status;
};

/* Change the caller's account. `*json` is as he sees himself, `*stays_invisible` whether he was and
 * is, `*old_avatar_url` the one before. */
enum err users_update(struct ctx *ctx, int64_t user_id, const struct user_patch *patch,
                      struct str *json, bool *stays_invisible, struct str *old_avatar_url);

/* JSON of several users, in the order of their ids. */
struct user_list {
    struct db_rows rows; /* id, json */
};

/* Load users as the viewer may see them (0: as anybody else, for events): presence, and nothing of
 * those who are invisible, himself aside. Unknown ids are left out. Two statements at most,
 * whatever the count. */
enum err users_load(struct ctx *ctx, int64_t viewer_id, const int64_t *ids, size_t count,
                    struct user_list *out);

/* The JSON of one of them; the empty str when it is not there. */
struct str users_in(const struct user_list *list, int64_t user_id);

/* Those of `ids` that are known, in that order, as the caller may see them: a JSON array. */
enum err users_list_json(struct ctx *ctx, const int64_t *ids, size_t count, struct str *json);

/* Find users whose username or display name contains the text, best first, at most `limit`; as a
 * JSON array. */
enum err users_search_json(struct ctx *ctx, struct str text, int64_t limit, struct str *json);

/* A copy of a user's name and avatar. */
struct profile {
    int64_t user_id;
    struct str username, display_name, avatar_url;
    int64_t version;
    bool is_deleted;
};

/* Load the profiles of several users; `out` has room for `count`. ERR_NOT_FOUND when one does not
 * exist. */
enum err users_load_profiles(struct ctx *ctx, const int64_t *ids, size_t count,
                             struct profile *out);

/* Bring the copy in a server's or the direct messages' database up to date; never back. */
enum err profiles_upsert(struct db *db, const struct profile *profile);

/* The same for several at once. */
enum err profiles_upsert_all(struct ctx *ctx, struct db *db, const struct profile *profiles,
                             size_t count);

/* Bring all copies of a user's profile up to date: direct messages and every server he is in. A
 * part that cannot be reached is left for the next time (profile_synced stays behind). */
void users_sync_profile(struct ctx *ctx, int64_t user_id);

/* Chosen status and custom status, for those who may see them. */
enum err users_get_status(struct ctx *ctx, int64_t user_id, struct str *status,
                          struct str *custom_status);

#endif

#include "pushd/hub/presence.h"

#include "pushd/hub/table.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

struct user;

/* Users in the order in which they fall due: within one queue the delay is always the same. */
struct queue {
    struct user *first, *last;
};

struct user {
    struct table_node by_id;
    struct user *prev, *next; /* in `queue` */
    struct user *prev_all, *next_all;
    struct queue *queue; /* NULL: nothing is due */
    int64_t user_id;
    int64_t session_id;
    uint32_t sockets;
    bool known_online; /* what the world was told last */
    bool telling;      /* an announcement is under way */
    bool again;        /* and shall be repeated */
    uint64_t left_ms;  /* when the last socket went */
    uint64_t due_ms;
    char status[PRESENCE_STATUS_SIZE];
};

struct presence {
    struct table users;
    struct queue now, grace, retry;
    struct user *all; /* every user, linked by prev_all and next_all */
};

struct presence *presence_create(void)
{
    struct presence *p = calloc(1, sizeof(*p));
    if (!p)
        abort();
    table_init(&p->users);
    return p;
}

static struct user *find(const struct presence *p, int64_t user_id)
{
    struct table_node *node = table_find(&p->users, table_hash_u64((uint64_t) user_id));
    for (; node; node = table_find_next(node)) {
        struct user *user = TABLE_ENTRY(node, struct user, by_id);
        if (user->user_id == user_id)
            return user;
    }
    return NULL;
}

static struct user *add(struct presence *p, int64_t user_id)
{
    struct user *user = calloc(1, sizeof(*user));
    if (!user)
        abort();
    user->user_id = user_id;
    user->next_all = p->all;
    if (p->all)
        p->all->prev_all = user;
    p->all = user;
    table_add(&p->users, &user->by_id, table_hash_u64((uint64_t) user_id));
    return user;
}

static void unqueue(struct user *user)
{
    struct queue *queue = user->queue;
    if (!queue)
        return;
    if (user->prev)
        user->prev->next = user->next;
    else
        queue->first = user->next;
    if (user->next)
        user->next->prev = user->prev;
    else
        queue->last = user->prev;
    user->queue = NULL;
}

static void enqueue(struct user *user, struct queue *queue, uint64_t due_ms)
{
    unqueue(user);
    user->queue = queue;
    user->due_ms = due_ms;
    user->next = NULL;
    user->prev = queue->last;
    if (queue->last)
        queue->last->next = user;
    else
        queue->first = user;
    queue->last = user;
}

static void drop(struct presence *p, struct user *user)
{
    unqueue(user);
    if (user->prev_all)
        user->prev_all->next_all = user->next_all;
    else
        p->all = user->next_all;
    if (user->next_all)
        user->next_all->prev_all = user->prev_all;
    table_remove(&p->users, &user->by_id);
    free(user);
}

void presence_destroy(struct presence *p)
{
    if (!p)
        return;
    while (p->all)
        drop(p, p->all);
    table_cleanup(&p->users);
    free(p);
}

/* Queue what has to be told so that the world knows the truth; forget users of whom there is
 * nothing to say. */
static void settle(struct presence *p, struct user *user)
{
    bool here = user->sockets > 0;
    if (user->telling)
        return;
    unqueue(user);
    if (here && !user->known_online)
        enqueue(user, &p->now, 0);
    else if (!here && user->known_online)
        enqueue(user, &p->grace, user->left_ms + PRESENCE_GRACE_MS);
    else if (!here)
        drop(p, user);
}

void presence_enter(struct presence *p, int64_t user_id, int64_t session_id)
{
    struct user *user = find(p, user_id);
    if (!user)
        user = add(p, user_id);
    user->session_id = session_id;
    if (user->sockets++ == 0)
        settle(p, user);
}

void presence_leave(struct presence *p, int64_t user_id, uint64_t now_ms)
{
    struct user *user = find(p, user_id);
    assert(user && user->sockets > 0);
    user->left_ms = now_ms;
    if (--user->sockets == 0)
        settle(p, user);
}

bool presence_take(struct presence *p, uint64_t now_ms, struct presence_change *out)
{
    struct queue *queues[] = {&p->now, &p->grace, &p->retry};
    for (size_t i = 0; i < sizeof(queues) / sizeof(queues[0]); i++) {
        struct user *user = queues[i]->first;
        if (!user || user->due_ms > now_ms)
            continue;
        unqueue(user);
        user->telling = true;
        *out = (struct presence_change){
            .user_id = user->user_id,
            .session_id = user->session_id,
            .online = user->sockets > 0,
        };
        return true;
    }
    return false;
}

void presence_told(struct presence *p, int64_t user_id, bool online, bool told, uint64_t now_ms)
{
    struct user *user = find(p, user_id);
    assert(user && user->telling);
    user->telling = false;
    if (told)
        user->known_online = online;
    bool again = user->again && user->sockets > 0 && online && told;
    user->again = false;
    if (again) {
        enqueue(user, &p->now, 0);
        return;
    }
    /* The truth changed back while nobody could be told: settle finds nothing to say. */
    if (told || (user->sockets > 0) != online)
        settle(p, user);
    else
        enqueue(user, &p->retry, now_ms + PRESENCE_RETRY_MS);
}

void presence_tell_again(struct presence *p, int64_t user_id)
{
    struct user *user = find(p, user_id);
    if (user && user->telling)
        user->again = true;
}

uint64_t presence_due_ms(const struct presence *p)
{
    uint64_t due = UINT64_MAX;
    const struct queue *queues[] = {&p->now, &p->grace, &p->retry};
    for (size_t i = 0; i < sizeof(queues) / sizeof(queues[0]); i++) {
        const struct user *user = queues[i]->first;
        if (user && user->due_ms < due)
            due = user->due_ms;
    }
    return due;
}

bool presence_is_here(const struct presence *p, int64_t user_id)
{
    const struct user *user = find(p, user_id);
    return user && user->sockets > 0;
}

void presence_set_status(struct presence *p, int64_t user_id, const char *status)
{
    struct user *user = find(p, user_id);
    if (user)
        snprintf(user->status, sizeof(user->status), "%s", status);
}

const char *presence_status(const struct presence *p, int64_t user_id)
{
    const struct user *user = find(p, user_id);
    return user && user->status[0] ? user->status : NULL;
}

void presence_each(struct presence *p,
                   void (*visit)(void *ctx, int64_t user_id, const char *status), void *ctx)
{
    for (const struct user *user = p->all; user; user = user->next_all) {
        if (user->status[0] && (user->sockets > 0 || (user->known_online && !user->telling)))
            visit(ctx, user->user_id, user->status);
    }
}

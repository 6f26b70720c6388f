# Reads "file:line:#include ..." and prints every include that goes against the arrows between rooms.
# cgi, pushd, sql -> shared; inside shared downwards only; inside cgi and pushd as listed here.
function level(name) {
    if (name ~ /^(str|arena|buf|err|log|clock)$/) return 0
    if (name ~ /^(json|base64|jwt)$/) return 1
    if (name ~ /^(config|crypto|token|redis|db)$/) return 2
    if (name ~ /^(event|room|emit)$/) return 3
    return -1
}
function wrong(why) {
    print file ": includes " target ": " why
    count++
}
function room_of(path,   parts, n) {
    n = split(path, parts, "/")
    return n > 2 ? parts[1] "/" parts[2] : parts[1]
}
BEGIN {
    # room: the rooms it may look into, besides itself and shared
    may["cgi"] = "cgi/domain cgi/store cgi/resources"
    may["cgi/domain"] = ""
    may["cgi/image"] = ""
    may["cgi/store"] = "cgi cgi/domain"
    may["cgi/resources"] = "cgi cgi/domain cgi/store"
    may["pushd"] = "pushd/hub pushd/link pushd/gateway pushd/transport pushd/session"
    may["pushd/proto"] = ""
    may["pushd/session"] = "pushd/proto"
    may["pushd/transport"] = "pushd/proto pushd/session"
    may["pushd/hub"] = "pushd/session"
    may["pushd/link"] = ""
    may["pushd/gateway"] = "pushd/proto pushd/session pushd/hub pushd/link"
    may["sql"] = ""
    may["shared"] = ""
    # a library: the only files that may know it
    only["libwebsockets.h"] = "^pushd/transport/"
    only["fcgiapp.h"] = "^cgi/fcgi\\.c$"
    only["libpq-fe.h"] = "^shared/db\\.c$"
    only["vips/vips.h"] = "^cgi/image/"
    only["jwt.h"] = "^shared/jwt\\.c$"
    only["hiredis/hiredis.h"] = "^(shared/redis\\.h|pushd/link/)"
}
{
    split($0, cut, ":")
    file = cut[1]
    target = $0
    sub(/^[^"<]*["<]/, "", target)
    sub(/[">].*$/, "", target)
    if (target in only && file !~ only[target]) wrong("only " only[target] " may")
    if ($0 !~ /"/) next
    mine = room_of(file)
    theirs = room_of(target)
    if (theirs == "shared") {
        if (mine ~ /^pushd/ && target ~ /^shared\/(db|jwt|redis)\.h$/) wrong("pushd asks the workers")
        if (mine == "shared") {
            from = file; sub(/^shared\//, "", from); sub(/\.[a-z]+$/, "", from)
            to = target; sub(/^shared\//, "", to); sub(/\.[a-z]+$/, "", to)
            if (level(from) < 0 || level(to) < 0) wrong("has no level")
            else if (level(to) > level(from)) wrong("is above it")
        }
    } else if (mine != theirs && index(" " may[mine] " ", " " theirs " ") == 0) {
        wrong(mine " does not look into " theirs)
    }
}
END { exit count > 0 }

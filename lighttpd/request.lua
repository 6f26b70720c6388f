-- Before a request is dispatched: it gets a request id, and what only the client's files answer is held to GET and HEAD.

local r = lighty.r
local attr = r.req_attr
local header = r.req_header

-- server.error-handler leads here whatever lighttpd refused by itself (see lighttpd.conf). Only one refusal is mended: 411, a POST
-- without Content-Length. Nothing follows such a request's headers, so it is one with an empty body. The method cannot be set from
-- here; OHKAY_METHOD tells the workers, and no client can send it: what clients send arrives as HTTP_*.
if attr["request.uri"] == "/:refused" then
    local status = tonumber(r.req_env["REDIRECT_STATUS"] or "") or 404
    if status == 411 and r.req_env["OHKAY_METHOD"] == nil then
        r.req_env["OHKAY_METHOD"] = "POST"
        attr["request.uri"] = attr["request.orig-uri"]
        return lighty.RESTART_REQUEST
    end
    return status
end

local id = header["X-Request-Id"]
if not id or #id > 64 or not id:match("^[%w._-]+$") then
    local parts = {}
    for i = 1, 4 do
        parts[i] = string.format("%08x", lighty.c.rand() % 4294967296)
    end
    header["X-Request-Id"] = table.concat(parts)
end

-- What the log shows. Behind the id of a webhook comes its token.
local path = attr["uri.path"]
r.req_env["OHKAY_PATH"] = path:match("^(/api/webhooks/[^/]*)/") or path:match("^(/api/[^/]+/webhooks/[^/]*)/") or path

-- Answers of the API are whole; ranges are for files.
if path:match("^/api/") then
    header["Range"] = nil
end

-- The far address is this server's word, not the client's.
header["X-Forwarded-For"] = nil

-- The description of the API is files (client/scripts/api-docs.mjs).
local files = { ["/api/openapi.json"] = true, ["/api/docs"] = true, ["/api/docs/page.css"] = true, ["/api/docs/page.js"] = true }
local first = path:match("^/([^/]*)")
local dynamic = first == "api" or first == "health" or first == "uploads" or first == "socket.io"
if not dynamic or files[path] then
    local method = attr["request.method"]
    if (method ~= "GET" and method ~= "HEAD") or r.req_env["OHKAY_METHOD"] then
        return 405
    end
end
return 0

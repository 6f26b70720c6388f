-- When a response starts: every one carries X-Request-Id and the security headers, and an error that lighttpd made itself gets the
-- form every other error has: {"error", "code", "requestId"}. What a worker or pushd answered is left as it is.

local r = lighty.r
local header = r.resp_header
local status = r.req_item.http_status or 200

-- A request refused while it was read never came by request.lua.
local id = r.req_header["X-Request-Id"]
if not id or #id > 64 or not id:match("^[%w._-]+$") then
    local parts = {}
    for i = 1, 4 do
        parts[i] = string.format("%08x", lighty.c.rand() % 4294967296)
    end
    id = table.concat(parts)
end
header["X-Request-Id"] = id

-- The description of the API is files (client/scripts/api-docs.mjs).
local files = { ["/api/openapi.json"] = true, ["/api/docs"] = true, ["/api/docs/page.css"] = true, ["/api/docs/page.js"] = true }
local path = (r.req_attr["request.orig-uri"] or r.req_attr["request.uri"] or ""):match("^[^?]*")
local first = path:match("^/([^/]*)")
-- A request line that could not be read leaves no address: then nothing is known to be static.
local dynamic = not first or first == ":refused" or first == "api" or first == "health" or first == "uploads" or first == "socket.io"
dynamic = dynamic and not files[path]

header["X-Content-Type-Options"] = "nosniff"
if not header["Referrer-Policy"] then
    header["Referrer-Policy"] = "same-origin"
end
if not header["Content-Security-Policy"] then
    if dynamic then
        header["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    else
        -- Styles may be set inline (measured positions, component libraries); scripts never.
        header["Content-Security-Policy"] = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
            .. "img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; worker-src 'self'; object-src 'none'; "
            .. "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        header["X-Frame-Options"] = "DENY"
        header["Cross-Origin-Opener-Policy"] = "same-origin"
    end
end
if dynamic and first ~= "uploads" and not header["Cache-Control"] then
    header["Cache-Control"] = "no-store"
end

-- lighttpd's own error pages are its only text/html besides the client's; pushd answers what is not Engine.IO's in plain text.
local own = status >= 400 and (not header["Content-Type"] or header["Content-Type"]:match("^text/"))
if not own then
    return 0
end

-- status → { status, code, sentence }: the codes and sentences are those of shared/err.def.
local unavailable = { 503, "unavailable", "A part of the server is down. Try again in a moment." }
local malformed = "malformed_request"
local errors = {
    [404] = { 404, "unknown_route", "There is nothing at this address." },
    [405] = { 405, "method_not_allowed", "This address does not take that method." },
    [501] = { 405, "method_not_allowed", "This address does not take that method." },
    [403] = { 403, "forbidden", "You are not allowed to do this." },
    [408] = { 408, malformed, "The request took too long to arrive." },
    [411] = { 411, malformed, "The request must say how long its body is." },
    [413] = { 413, "too_large", "The request is too large." },
    [414] = { 414, malformed, "The address is too long." },
    [416] = { 416, malformed, "The file has no such part." },
    [417] = { 417, malformed, "The request expects what this server does not do." },
    [431] = { 431, malformed, "The headers of the request are too long." },
    -- A worker or pushd is not there, or went away in mid-request: it is back within seconds.
    [500] = unavailable,
    [502] = unavailable,
    [503] = unavailable,
    [504] = unavailable,
}
local answer = errors[status] or { 400, malformed, "The request could not be understood." }
status = answer[1]
if status == 503 then
    header["Retry-After"] = "1"
elseif status == 405 then
    header["Allow"] = dynamic and "GET, POST, PUT, PATCH, DELETE, OPTIONS" or "GET, HEAD"
end
header["Content-Type"] = "application/json; charset=utf-8"
header["Cache-Control"] = "no-store"
r.resp_body.set({ string.format('{"error":"%s","code":"%s","requestId":"%s"}', answer[3], answer[2], id) })
return status

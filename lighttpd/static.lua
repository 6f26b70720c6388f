-- The client's files: every address of the application is index.html, compressed copies are sent to those who take them, and files
-- whose name carries a hash of their content may be kept for ever.

local r = lighty.r
local attr = r.req_attr
local header = r.resp_header

-- By now a backend has taken its requests, and emptied uri.path.
local asked = attr["request.uri"]:match("^[^?]*")
local first = asked:match("^/([^/]*)")
local is_description = asked == "/api/openapi.json" or asked == "/api/docs" or asked:match("^/api/docs/page%.")
if not is_description and (first == "api" or first == "health" or first == "uploads" or first == "socket.io") then
    return 0
end

local root = attr["physical.doc-root"]
local path = attr["physical.path"]
if asked == "/api/docs" then
    path = root:gsub("/+$", "") .. "/api/docs.html"
    attr["physical.path"] = path
elseif asked == "/api/openapi.json" then
    -- Public, and the same for everybody: pages of other origins may read it.
    header["Access-Control-Allow-Origin"] = "*"
end
local stat = lighty.c.stat(path)
if not stat or not stat.is_file then
    -- A name with a dot is a file that is not there; anything else is a place inside the application.
    if attr["uri.path"]:match("[^/]*$"):find(".", 1, true) then
        return 404
    end
    path = root:gsub("/+$", "") .. "/index.html"
    if not lighty.c.stat(path) then
        return 404
    end
    attr["physical.path"] = path
    stat = nil
end

if stat and attr["uri.path"]:match("^/assets/") then
    header["Cache-Control"] = "public, max-age=31536000, immutable"
else
    header["Cache-Control"] = "no-cache"
end

-- Only what deploy/local/build.sh compresses.
local types = {
    html = "text/html; charset=utf-8",
    js = "text/javascript; charset=utf-8",
    css = "text/css; charset=utf-8",
    json = "application/json",
    svg = "image/svg+xml",
    txt = "text/plain; charset=utf-8",
    webmanifest = "application/manifest+json",
}
local kind = types[path:match("%.(%w+)$") or ""]
if kind then
    header["Vary"] = "Accept-Encoding"
    local accepted = (r.req_header["Accept-Encoding"] or "") .. ","
    for _, coding in ipairs({ { "br", ".br" }, { "gzip", ".gz" } }) do
        if accepted:find("%f[%w]" .. coding[1] .. "%f[%W]") and not accepted:find(coding[1] .. "%s*;%s*q=0[%s,]")
            and lighty.c.stat(path .. coding[2]) then
            header["Content-Encoding"] = coding[1]
            header["Content-Type"] = kind
            attr["physical.path"] = path .. coding[2]
            break
        end
    end
end
return 0

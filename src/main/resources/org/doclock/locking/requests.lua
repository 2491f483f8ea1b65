-- What the scripts share that deal with requests to edit. It is put between reading.lua and them.
--
-- The requests of a document are a hash, doc-lock-requests:{doc-lock:<id>}, with a field for each user
-- who asks: '{"userId":"…"'. Field and value together are one line of JSON, the value being
--   [,"sessionId":"…"],"at":<ms>,"attempt":"…"[,"username":"…"][,"message":"…"]}
-- A user who asks again, from whichever session, takes the place of the request before.
--
-- The key is not among KEYS, though it hashes to their slot: most documents have none, and on a
-- cluster a script that names a key which is not there is refused while its slot moves.

local requestsKey = 'doc-lock-requests:{' .. KEYS[1] .. '}'

-- A command on the requests: what it answers, or nil where the key is of another type.
local function onRequests(command, ...)
    local reply = redis.pcall(command, requestsKey, ...)
    if type(reply) == 'table' and reply.err then
        if string.sub(reply.err, 1, 9) == 'WRONGTYPE' then
            return nil
        end
        error({ err = 'TRYAGAIN the requests of ' .. KEYS[1] .. ' are not at hand: ' .. reply.err })
    end
    return reply
end

-- A request that has not ended: session, at, attempt, username and message as they stand in the text.
local function readRequest(user, value, lifetime)
    local session, at, attempt, shown = string.match(value or '', '^(.-),"at":(%d+),"attempt":"([^"]*)"(.*)}$')
    if not session or tonumber(at) + lifetime <= nowMillis then
        return nil
    end
    local username, message = string.match(shown, '^(.-)(,"message":".*)$')
    return { user = user, session = session, at = at, attempt = attempt,
        username = username or shown, message = message or '' }
end

local function requestOf(user, lifetime)
    return readRequest(user, onRequests('HGET', user) or '', lifetime)
end

-- ended: how it ended, or nil.
local function publishRequest(request, ended, outcome, documentId, lock)
    publishLock('requested', outcome, documentId, lock or { foreign = true }, lock and lock.expiresAt or 0,
        ',"request":' .. request.user .. request.session .. ',"at":' .. request.at .. request.username
        .. request.message .. (ended and ',"ended":"' .. ended .. '"' or '') .. '}')
end

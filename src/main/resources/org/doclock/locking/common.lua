-- What all lock scripts share. Not a script by itself: it is put in front of each of the others.
--
-- Arguments that would be empty are left out at the end of the list, whatever the headers say of '': nil there.
--
-- A function costs as much to make as many take to run, in each run anew: those that only some scripts
-- need stand in files of their own (grant.lua, held.lua, queue.lua, requests.lua), and a script that often
-- ends early has those that it needs later behind that (acquire.lua).
--
-- KEYS[1]  the lock, doc-lock:<id>
-- KEYS[2]  its fence, doc-lock-fence:{doc-lock:<id>}
--
-- A lock of ours is one line of JSON, always written in this order:
--   {"userId":"…"[,"sessionId":"…"],"token":<n>,"timestamp":<ms>[,"username":"…"],"attempt":"<OUTCOME>-<id>"
--    [,"by":"…"][,"ending":{"by":"…"[,"reason":"…"],"at":<ms>}]}
-- "owner" below is its beginning, up to the token. Java encodes every string in it, so equal
-- owners are equal text. Unescaped quotes cannot stand inside a JSON string: neither a user nor
-- a name can forge the fields around it. "ending" is an administrator's notice: whatever becomes of
-- the grant, this lock and those that take its place without a free moment last no longer than "at".
--
-- The fence is "<token> <ended-by> <owner>": the last token issued, the attempt that ended its
-- grant (or nothing), and the owner it went to (or nothing, when nobody may resume it).

local LARGEST_TOKEN = 9007199254740991 -- 2^53 - 1: exact in Lua, in JavaScript and in JSON

local call, format, match, sub = redis.call, string.format, string.match, string.sub

local time = call('TIME')
local nowMicros = time[1] * 1000000 + time[2]
local nowMillis = math.floor(nowMicros / 1000)

-- tostring() would round tokens and timestamps.
local function integer(number)
    return format('%.0f', number)
end

local now = integer(nowMillis)

-- GET that takes a key of another type for one that says nothing; any other error ends the script.
local function readText(key)
    local text = redis.pcall('GET', key)
    if type(text) == 'table' then
        if sub(text.err, 1, 9) ~= 'WRONGTYPE' then
            error(text)
        end
        return ''
    end
    return text
end

-- A lock that does not look like ours: another program's, or nobody's that we can name.
local function readForeignLock(text)
    local lock = { text = text, foreign = true, username = '', ending = '' }
    local readable, fields = pcall(cjson.decode, text)
    if readable and type(fields) == 'table' then
        if type(fields.userId) == 'string' then
            lock.userId = fields.userId
        end
        if type(fields.username) == 'string' then
            lock.username = ',"username":' .. cjson.encode(fields.username)
        end
        -- Ours once, and written again by another program: the next token has to be above it. One
        -- that is more than a year ahead of the clock is none of ours, and would use tokens up.
        if type(fields.token) == 'number' and fields.token >= 0
            and fields.token < nowMicros + 365 * 86400 * 1000000 then
            lock.token = math.floor(fields.token)
        end
    end
    return lock
end

-- Reads when a lock ends, unless that is known; many need not know.
local function withEnd(lock)
    if lock and not lock.expiresAt then
        lock.expiresAt = call('PEXPIRETIME', KEYS[1])
    end
    return lock
end

-- The lock, but for its end; or nil if the document is free.
local function readGrant()
    local text = readText(KEYS[1])
    if not text then
        return nil
    end
    local owner, token, timestamp, username, outcome, attempt, rest = match(text,
        '^({"userId":".*),"token":(%d+),"timestamp":(%d+)(.*),"attempt":"([%u_]+)%-([^"]*)"(.*)}$')
    if not owner then
        return readForeignLock(text)
    end
    local by, ending, endsAt
    if rest ~= '' then
        by, ending, endsAt = match(rest, '^(.-)(,"ending":{.*,"at":(%d+)})$')
    end
    return { text = text, owner = owner, token = tonumber(token), timestamp = timestamp,
        username = username, outcome = outcome, attempt = attempt, by = by or rest,
        ending = ending or '', endsAt = tonumber(endsAt) }
end

-- The lock, or nil if the document is free.
local function readLock()
    return withEnd(readGrant())
end

local function readFence()
    local text = readText(KEYS[2])
    local token, endedBy, owner
    if text then
        token, endedBy, owner = match(text, '^(%d+) (%S*) (.*)$')
    end
    return { token = tonumber(token or 0), endedBy = endedBy or '', owner = owner or '' }
end

local function tokenAbove(fence, lock, atLeast)
    return math.max(nowMicros, fence.token + 1, (lock and lock.token or 0) + 1, atLeast + 1)
end

-- token: as text
local function writeFence(token, endedBy, owner, expiresAt)
    call('SET', KEYS[2], token .. ' ' .. endedBy .. ' ' .. owner, 'PXAT', integer(expiresAt))
end

-- Tells whoever listens. Last, and never a reason to fail: the change is already made.
-- more: further fields as text, each with its leading comma.
local function publish(event, outcome, documentId, lock, expiresAt, more)
    redis.pcall('PUBLISH', 'doc-lock-events', '{"type":"' .. event .. '","outcome":"' .. outcome
        .. '","docId":' .. documentId .. ',"at":' .. now .. ',"expiresAt":' .. integer(expiresAt) .. more
        .. (lock.foreign and '' or ',"lock":') .. (lock.foreign and '' or lock.text) .. '}')
end

-- The text of a lock of ours. parts: owner, timestamp (text), username, outcome, attempt, by, ending
-- token: as text
local function textOf(parts, token)
    return parts.owner .. ',"token":' .. token .. ',"timestamp":' .. parts.timestamp
        .. parts.username .. ',"attempt":"' .. parts.outcome .. '-' .. parts.attempt .. '"' .. parts.by
        .. parts.ending .. '}'
end

-- What every script answers: outcome, the lock's text (nil if there is none), its end and now, epoch ms.
-- An end of -1 is none.
local function answer(outcome, lock)
    if not lock then
        return { outcome, false, 0, nowMillis }
    end
    return { outcome, lock.text, lock.expiresAt, nowMillis }
end

-- When a lock that is to end at this time does end: after a notice, not later than that said.
local function endOf(lock, expiresAt)
    return lock and lock.endsAt and math.min(expiresAt, lock.endsAt) or expiresAt
end

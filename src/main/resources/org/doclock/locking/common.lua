-- What all lock scripts share. Not a script by itself: it is put in front of each of the others.
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

local time = redis.call('TIME')
local nowMicros = time[1] * 1000000 + time[2]
local nowMillis = math.floor(nowMicros / 1000)

-- tostring() would round tokens and timestamps.
local function integer(number)
    return string.format('%.0f', number)
end

-- GET that takes a key of another type for one that says nothing; any other error ends the script.
local function readText(key)
    local text = redis.pcall('GET', key)
    if type(text) == 'table' then
        if string.sub(text.err, 1, 9) ~= 'WRONGTYPE' then
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

-- The lock, or nil if the document is free.
local function readLock()
    local text = readText(KEYS[1])
    if not text then
        return nil
    end
    local owner, token, timestamp, username, outcome, attempt, rest = string.match(text,
        '^({"userId":".*),"token":(%d+),"timestamp":(%d+)(.*),"attempt":"([%u_]+)%-([^"]*)"(.*)}$')
    local lock
    if owner then
        local by, ending, endsAt
        if rest ~= '' then
            by, ending, endsAt = string.match(rest, '^(.-)(,"ending":{.*,"at":(%d+)})$')
        end
        lock = { text = text, owner = owner, token = tonumber(token), timestamp = timestamp,
            username = username, outcome = outcome, attempt = attempt, by = by or rest,
            ending = ending or '', endsAt = tonumber(endsAt) }
    else
        lock = readForeignLock(text)
    end
    lock.expiresAt = redis.call('PEXPIRETIME', KEYS[1])
    return lock
end

local function readFence()
    local token, endedBy, owner = string.match(readText(KEYS[2]) or '', '^(%d+) (%S*) (.*)$')
    return { token = tonumber(token or '0'), endedBy = endedBy or '', owner = owner or '' }
end

-- How the lock stands to a caller, given as text: user = '{"userId":"…"', session = ',"sessionId":"…"' or ''.
--   SAME           this very user and session
--   SESSIONLESS    the user's, without a session, while the caller has one
--   FOREIGN        the user's, written by another program
--   ANY_SESSION    the user's, in a session, while the caller names none
--   OTHER_SESSION  the user's, in another session
--   STRANGER       somebody else's
local function relation(lock, user, session)
    if lock.foreign then
        local mine = lock.userId ~= nil and lock.userId == cjson.decode(user .. '}').userId
        return mine and 'FOREIGN' or 'STRANGER'
    end
    if lock.owner == user .. session then
        return 'SAME'
    end
    -- The closing quote of the user's name is compared too, so a name's beginning does not match.
    if string.sub(lock.owner, 1, #user) ~= user then
        return 'STRANGER'
    end
    if #lock.owner == #user then
        return 'SESSIONLESS'
    end
    return session == '' and 'ANY_SESSION' or 'OTHER_SESSION'
end

-- Does the caller mean this grant? token: as text, or '' where the caller names none.
local function means(lock, token)
    return token == '' or (not lock.foreign and lock.token == tonumber(token))
        or (lock.foreign and token == '0')
end

-- A service that acts for users ends only grants that it made itself, or whose token it shows.
-- by: ',"by":"…"', or '' for a user who acts alone.
local function mayEnd(lock, by, token)
    return by == '' or (token ~= '' and not lock.foreign) or lock.by == by
end

local function tokenAbove(fence, lock, atLeast)
    return math.max(nowMicros, fence.token + 1, (lock and lock.token or 0) + 1, atLeast + 1)
end

local function nextToken(fence, lock, atLeast)
    local token = tokenAbove(fence, lock, atLeast)
    if token > LARGEST_TOKEN then
        error({ err = 'DOCLOCK no fencing token is left above the last one of ' .. KEYS[1] })
    end
    return token
end

local function writeFence(token, endedBy, owner, expiresAt)
    redis.call('SET', KEYS[2], integer(token) .. ' ' .. endedBy .. ' ' .. owner, 'PXAT', integer(expiresAt))
end

-- Takes the owner out of the fence, for good: whoever had the last grant cannot resume it. Never
-- fails for want of a token, since no grant gets this one.
local function disown(fence, lock, endedBy, retention)
    writeFence(math.min(tokenAbove(fence, lock, 0), LARGEST_TOKEN), endedBy, '',
        math.max(nowMillis, lock.expiresAt) + retention)
end

-- Another program holds the document: its lock came between, whatever happens to it.
local function respectForeign(fence, lock, retention)
    if lock.foreign and fence.owner ~= '' then
        disown(fence, lock, fence.endedBy, retention)
    end
end

-- Tells whoever listens. Last, and never a reason to fail: the change is already made.
-- more: further fields as text, each with its leading comma.
local function publish(event, outcome, documentId, lock, expiresAt, more)
    redis.pcall('PUBLISH', 'doc-lock-events', '{"type":"' .. event .. '","outcome":"' .. outcome
        .. '","docId":' .. documentId .. ',"at":' .. integer(nowMillis)
        .. ',"expiresAt":' .. integer(expiresAt) .. more
        .. (lock.foreign and '' or ',"lock":' .. lock.text) .. '}')
end

-- The text of a lock of ours. parts: owner, token, timestamp (text), username, outcome, attempt, by, ending
local function textOf(parts)
    return parts.owner .. ',"token":' .. integer(parts.token) .. ',"timestamp":' .. parts.timestamp
        .. parts.username .. ',"attempt":"' .. parts.outcome .. '-' .. parts.attempt .. '"' .. parts.by
        .. parts.ending .. '}'
end

-- Has its holder released this lock with a grace that is not over?
local function isLeft(lock)
    return lock.outcome == 'RELEASED'
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

-- Writes a grant: the lock, then its fence, then the event. The fence keeps who ended the grant before
-- this one, so that whoever did and asks again is told so. A lock that an administrator gave notice of
-- hands the notice on, and nobody resumes it.
-- grant: lock (whose place it takes; nil if the document is free), fence, owner, username, outcome, attempt, by,
--        token, expiresAt, retention, documentId, event
local function write(grant)
    local notice = grant.lock and grant.lock.ending or ''
    local ends = endOf(grant.lock, grant.expiresAt)
    grant.timestamp, grant.ending = integer(nowMillis), notice
    local lock = { text = textOf(grant), expiresAt = ends }
    redis.call('SET', KEYS[1], lock.text, 'PXAT', integer(ends))
    if notice == '' then
        writeFence(grant.token, grant.fence.endedBy, grant.owner, ends + grant.retention)
    else
        writeFence(math.max(grant.token, grant.fence.token), grant.fence.endedBy, '', ends + grant.retention)
    end
    publish(grant.event, grant.outcome, grant.documentId, lock, ends, '')
    return answer(grant.outcome, lock)
end

-- Prolongs a lock of ours, and never shortens it.
local function renew(lock, ttl, retention, outcome, documentId, by)
    local ends = endOf(lock, nowMillis + ttl)
    if lock.expiresAt >= ends then
        return answer(outcome, lock)
    end
    lock.expiresAt = ends
    redis.call('PEXPIREAT', KEYS[1], integer(lock.expiresAt))
    if redis.call('PEXPIREAT', KEYS[2], integer(lock.expiresAt + retention)) == 0 then
        writeFence(lock.token, '', lock.ending == '' and lock.owner or '', lock.expiresAt + retention)
    end
    publish('renewed', outcome, documentId, lock, lock.expiresAt, by)
    return answer(outcome, lock)
end

-- Ends a grant by the will of its holder.
local function endGrant(lock, fence, attempt, retention, documentId, by)
    redis.call('DEL', KEYS[1])
    lock.expiresAt = nowMillis
    if lock.foreign then
        disown(fence, lock, attempt, retention)
    else
        -- A fence ahead of the lock has seen a grant that another program undid: it stays ahead.
        local last = lock.token >= fence.token
        local resumable = last and lock.ending == ''
        writeFence(last and lock.token or fence.token, attempt, resumable and lock.owner or '', nowMillis + retention)
    end
    publish('released', 'RELEASED', documentId, lock, nowMillis, by)
    return answer('RELEASED', lock)
end

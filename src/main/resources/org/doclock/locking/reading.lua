-- What the scripts share that read a lock in all its parts. It is put between common.lua and them.

local LARGEST_TOKEN = 9007199254740991 -- 2^53 - 1: exact in Lua, in JavaScript and in JSON

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
    local token, endedBy, resumer = match(readText(KEYS[2]) or '', '^(%d+) (%S*) (.*)$')
    return { token = tonumber(token or 0), endedBy = endedBy or '', resumer = resumer or '' }
end

local function tokenAbove(fence, lock, atLeast)
    return math.max(nowMicros, fence.token + 1, (lock and lock.token or 0) + 1, atLeast + 1)
end

-- token: as text. owner: '' for nobody
local function writeFence(token, endedBy, owner, expiresAt)
    call('SET', KEYS[2], fenceOf(token, endedBy, owner == '' and '' or digest(owner)), 'PXAT', integer(expiresAt))
end

local function publishLock(event, outcome, documentId, lock, expiresAt, more)
    publish(event, outcome, documentId, lock.foreign and '' or lock.text, integer(expiresAt), more)
end

-- The reply of a script about this lock, or about none.
local function answer(outcome, lock)
    if not lock then
        return outcome .. ' 0 ' .. now
    end
    return reply(outcome, integer(lock.expiresAt), lock.text)
end

-- When a lock that is to end at this time does end: after a notice, not later than that said.
local function endOf(lock, expiresAt)
    return lock and lock.endsAt and math.min(expiresAt, lock.endsAt) or expiresAt
end

-- What all lock scripts share. Not a script by itself: it is put in front of each of the others.
--
-- Arguments that would be empty are left out at the end of the list, whatever the headers say of '': nil there.
--
-- Functions, and the boxes of the locals that they refer to, are made anew in each run: those that only some
-- scripts need stand in files of their own (reading.lua, grant.lua, held.lua, queue.lua, requests.lua), behind
-- the usual case that needs none of them (acquire-usual.lua and its like). The functions that all have say
-- string.sub and redis.call, since a global needs no box.
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
-- The fence is "<token> <ended-by> <digest>": the last token issued, the attempt that ended its grant (or
-- nothing), and a digest of the owner it went to (or nothing, when nobody may resume it). It outlives the
-- grant by two days, and needs neither the bytes of a name nor the name itself.

local call, match, sub = redis.call, string.match, string.sub

local time = call('TIME')
local nowMicros = time[1] * 1000000 + time[2]
local nowMillis = math.floor(nowMicros / 1000)

-- tostring() would round tokens and timestamps.
local function integer(number)
    return string.format('%.0f', number)
end

local micros = integer(nowMicros)
local now = sub(micros, 1, -4)

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

-- The text of a lock of ours. token, timestamp: as text
local function textOf(owner, token, timestamp, username, outcome, attempt, by, ending)
    return owner .. ',"token":' .. token .. ',"timestamp":' .. timestamp .. username .. ',"attempt":"' .. outcome
        .. '-' .. attempt .. '"' .. by .. ending .. '}'
end

-- 48 bits: see decision 39 for what that has to withstand.
local function digest(owner)
    return string.sub(redis.sha1hex(owner), 1, 12)
end

-- digest: '' for nobody
local function fenceOf(token, endedBy, digest)
    return token .. ' ' .. endedBy .. ' ' .. digest
end

-- Tells whoever listens. Last, and never a reason to fail: the change is already made.
-- lockText: '' for a lock that is not ours. expiresAt: as text.
-- more: further fields as text, each with its leading comma.
local function publish(event, outcome, documentId, lockText, expiresAt, more)
    redis.pcall('PUBLISH', 'doc-lock-events', '{"type":"' .. event .. '","outcome":"' .. outcome
        .. '","docId":' .. documentId .. ',"at":' .. now .. ',"expiresAt":' .. expiresAt .. more
        .. (lockText == '' and '' or ',"lock":') .. lockText .. '}')
end

-- What the scripts answer: '<OUTCOME> <end> <now> <text>', the end of the lock and now in epoch ms, an end of -1
-- being none, and the lock's text; or '<OUTCOME> 0 <now>' of a document that is free. A table would cost Redis as
-- much as two commands.
-- ends: as text
local function reply(outcome, ends, text)
    return outcome .. ' ' .. ends .. ' ' .. now .. ' ' .. text
end

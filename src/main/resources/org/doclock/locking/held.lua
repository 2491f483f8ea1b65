-- What the scripts share that deal with a held lock. It is put between reading.lua and them.

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
    if sub(lock.owner, 1, #user) ~= user then
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

-- Takes the owner out of the fence, for good: whoever had the last grant cannot resume it. Never
-- fails for want of a token, since no grant gets this one.
local function disown(fence, lock, endedBy, retention)
    writeFence(integer(math.min(tokenAbove(fence, lock, 0), LARGEST_TOKEN)), endedBy, '',
        math.max(nowMillis, lock.expiresAt) + retention)
end

-- Another program holds the document: its lock came between, whatever happens to it.
local function respectForeign(fence, lock, retention)
    if lock.foreign and fence.resumer ~= '' then
        disown(fence, withEnd(lock), fence.endedBy, retention)
    end
end

-- Has its holder released this lock with a grace that is not over?
local function isLeft(lock)
    return lock.outcome == 'RELEASED'
end

-- Prolongs a lock of ours, and never shortens it.
local function renew(lock, ttl, retention, outcome, documentId, by)
    local ends = endOf(lock, nowMillis + ttl)
    if lock.expiresAt >= ends then
        return outcome, lock
    end
    lock.expiresAt = ends
    call('PEXPIREAT', KEYS[1], integer(lock.expiresAt))
    if call('PEXPIREAT', KEYS[2], integer(lock.expiresAt + retention)) == 0 then
        writeFence(integer(lock.token), '', lock.ending == '' and lock.owner or '', lock.expiresAt + retention)
    end
    publishLock('renewed', outcome, documentId, lock, lock.expiresAt, by)
    return outcome, lock
end

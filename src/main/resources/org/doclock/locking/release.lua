-- Ends the caller's grant, at once or after a grace in which the same session may come back.
--
-- KEYS[1]  the lock
-- KEYS[2]  its fence
-- ARGV[1]  user: '{"userId":"…"'
-- ARGV[2]  session: ',"sessionId":"…"', or ''
-- ARGV[3]  attempt id: the same again finds what it did the first time
-- ARGV[4]  grace, ms; 0 ends the grant at once
-- ARGV[5]  how long the fence outlives the grant, ms
-- ARGV[6]  document id as a JSON string, for the event
-- ARGV[7]  token of the grant that is meant, or ''
-- ARGV[8]  the service that acts for the user: ',"by":"…"', or ''
--
-- Reply: see reply() in common.lua, of the lock that was released or that stands. Outcome: RELEASED, NOT_HELD or
--        LOCKED

local user, session, attempt, grace = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local retention, documentId, token = tonumber(ARGV[5]), ARGV[6], ARGV[7] or ''
local by = ARGV[8] or ''

local lock = readGrant()
local fence = readFence()

if fence.endedBy == attempt then
    return answer('RELEASED', nil)
end
if not lock then
    return answer('NOT_HELD', nil)
end
respectForeign(fence, lock, retention)
local is = relation(lock, user, session)
if not means(lock, token) then
    return answer('NOT_HELD', withEnd(lock))
end
if is == 'STRANGER' or is == 'OTHER_SESSION' or not mayEnd(lock, by, token) then
    return answer('LOCKED', withEnd(lock))
end

if grace > 0 then
    local ends = nowMillis + grace
    withEnd(lock)
    if lock.expiresAt >= 0 then
        ends = math.min(ends, lock.expiresAt)
    end
    local sooner = ends ~= lock.expiresAt
    lock.expiresAt = ends
    if lock.foreign then
        call('PEXPIREAT', KEYS[1], integer(ends))
    else
        -- Marked, so that a heartbeat that is still on its way does not bring it back.
        lock.text = textOf(lock.owner, integer(lock.token), lock.timestamp, lock.username, 'RELEASED', attempt, lock.by,
            lock.ending)
        call('SET', KEYS[1], lock.text, 'PXAT', integer(ends))
    end
    if sooner then
        publishLock('renewed', 'RELEASED', documentId, lock, ends, by)
    end
    return answer('RELEASED', lock)
end

return answer(endGrant(lock, fence, attempt, retention, documentId, by))

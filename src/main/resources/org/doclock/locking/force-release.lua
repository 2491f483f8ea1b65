-- Ends a grant whoever holds it, and whatever the key holds: an administrator's act.
--
-- KEYS[1]  the lock
-- KEYS[2]  its fence
-- ARGV[1]  attempt id: the same again finds what it did the first time
-- ARGV[2]  how long the fence outlives the grant, ms
-- ARGV[3]  document id as a JSON string, for the event
-- ARGV[4]  token of the grant that is meant (0: a lock of another program), or ''
-- ARGV[5]  who does it and why, for the event: ',"by":"…"' and, where a reason is given, ',"reason":"…"'
--
-- Reply: outcome (RELEASED or NOT_HELD), the text of the lock that was ended or that stands
--        (nil if free), its end and now, epoch ms (an end of -1: none)

local attempt, retention, documentId, token, by = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5]

local lock = readLock()
local fence = readFence()

if fence.endedBy == attempt then
    return answer('RELEASED', nil)
end
if not lock then
    return answer('NOT_HELD', nil)
end
if not means(lock, token) then
    return answer('NOT_HELD', lock)
end

redis.call('DEL', KEYS[1])
lock.expiresAt = nowMillis
disown(fence, lock, attempt, retention)
publish('broken', 'RELEASED', documentId, lock, nowMillis, by)
return answer('RELEASED', lock)

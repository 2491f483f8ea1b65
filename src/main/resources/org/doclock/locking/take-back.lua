-- Ends a new grant that too few replicas have, before its owner hears of it: this very grant, and
-- nothing that came since. It cannot be resumed, since nobody knows its token.
--
-- KEYS[1]  the lock
-- KEYS[2]  its fence
-- ARGV[1]  the lock's text as it was granted, attempt and token included
-- ARGV[2]  document id as a JSON string, for the event
--
-- Reply: see reply() in common.lua, of the lock that was ended or that stands. Outcome: RELEASED or NOT_HELD

local lock = readLock()
local fence = readFence()

if not lock or lock.text ~= ARGV[1] then
    return answer('NOT_HELD', lock)
end
call('DEL', KEYS[1])
lock.expiresAt = nowMillis
call('SET', KEYS[2], fenceOf(integer(math.max(fence.token, lock.token)), lock.attempt, ''), 'XX', 'KEEPTTL')
publishLock('released', 'RELEASED', ARGV[2], lock, nowMillis, '')
return answer('RELEASED', lock)

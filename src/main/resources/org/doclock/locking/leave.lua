-- Gives up a place in the queue, and the grant if there is one by now: whoever waited has gone.
--
-- KEYS[1]  the lock
-- KEYS[2]  its fence
-- ARGV[1]  owner, user and session: '{"userId":"…"[,"sessionId":"…"]'
-- ARGV[2]  user name: ',"username":"…"', or ''
-- ARGV[3]  attempt id of the acquire that waited: no other attempt's grant is ended
-- ARGV[4]  TTL of that acquire, ms
-- ARGV[5]  how long the fence outlives the grant, ms
-- ARGV[6]  document id as a JSON string, for the event
-- ARGV[7]  the service that acts for the user: ',"by":"…"', or ''
--
-- Reply: see reply() in common.lua. Outcome: RELEASED; NOT_HELD: there was no grant, or it is another's by now

local owner, username, attempt, ttl = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local retention, documentId, by = tonumber(ARGV[5]), ARGV[6], ARGV[7] or ''

local lock = readLock()
local fence = readFence()

leaveQueue(memberOf(attempt, ttl, owner, username, by))
if not lock or lock.attempt ~= attempt or lock.owner ~= owner then
    return answer('NOT_HELD', lock)
end
return answer(endGrant(lock, fence, attempt, retention, documentId, by))

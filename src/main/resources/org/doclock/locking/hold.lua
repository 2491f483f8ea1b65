-- Confirms a grant, by its token and its owner exactly, and prolongs it: what a guarded save asks.
-- One whose page has left (released with a grace) is confirmed as long as it lasts, but not
-- prolonged: the save was sent before the page went.
--
-- KEYS[1]  the lock
-- KEYS[2]  its fence
-- ARGV[1]  owner, user and session: '{"userId":"…"[,"sessionId":"…"]'
-- ARGV[2]  TTL, ms
-- ARGV[3]  how long the fence outlives the grant, ms
-- ARGV[4]  document id as a JSON string, for the event
-- ARGV[5]  token of the grant
-- ARGV[6]  the service that acts for the user: ',"by":"…"', or '', for the event
--
-- Reply: see reply() in common.lua. Outcome: EXTENDED; NOT_HELD: free, or another grant of this owner's; LOCKED:
--        somebody else's, or the user's in another session

local owner, ttl, retention = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local documentId, token, by = ARGV[4], ARGV[5], ARGV[6] or ''

local lock = readLock()
local fence = readFence()

if not lock then
    return answer('NOT_HELD', nil)
end
respectForeign(fence, lock, retention)
if lock.owner ~= owner then
    return answer('LOCKED', lock)
end
if not means(lock, token) then
    return answer('NOT_HELD', lock)
end
if isLeft(lock) then
    return answer('EXTENDED', lock)
end
return answer(renew(lock, ttl, retention, 'EXTENDED', documentId, by))

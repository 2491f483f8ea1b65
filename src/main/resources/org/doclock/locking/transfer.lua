-- Hands the caller's lock to somebody else: a new grant with a new token, with no moment in between
-- at which the document is free.
--
-- KEYS[1]   the lock
-- KEYS[2]   its fence
-- ARGV[1]   the holder: '{"userId":"…"'
-- ARGV[2]   the holder's session: ',"sessionId":"…"', or ''
-- ARGV[3]   attempt id: the same again finds what it did the first time
-- ARGV[4]   TTL of the new grant, ms
-- ARGV[5]   how long the fence outlives the grant, ms
-- ARGV[6]   document id as a JSON string, for the event
-- ARGV[7]   token of the grant that is meant, or ''
-- ARGV[8]   the new owner, user and session: '{"userId":"…"[,"sessionId":"…"]'
-- ARGV[9]   the new owner's name: ',"username":"…"', or ''
-- ARGV[10]  the service that acts for the holder: ',"by":"…"', or ''
--
-- Reply: outcome (TRANSFERRED, NOT_HELD or LOCKED), the lock's text (nil if free),
--        its end and now, epoch ms (an end of -1: none)

local user, session, attempt, ttl = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local retention, documentId, token = tonumber(ARGV[5]), ARGV[6], ARGV[7]
local newOwner, newUsername, by = ARGV[8], ARGV[9], ARGV[10]

local lock = readLock()
local fence = readFence()

if not lock then
    return answer('NOT_HELD', nil)
end
if lock.attempt == attempt and lock.owner == newOwner then
    return answer(lock.outcome, lock)
end
respectForeign(fence, lock, retention)
local is = relation(lock, user, session)
if not means(lock, token) then
    return answer('NOT_HELD', lock)
end
local exactly = is == 'SAME' or (is == 'FOREIGN' and session == '')
if not exactly or not mayEnd(lock, by, token) then
    return answer('LOCKED', lock)
end
if isLeft(lock) then
    return answer('NOT_HELD', lock)
end
return write({ fence = fence, owner = newOwner, username = newUsername, outcome = 'TRANSFERRED', attempt = attempt, by = by,
    token = nextToken(fence, lock, 0), expiresAt = nowMillis + ttl, retention = retention,
    documentId = documentId, event = 'transferred' })

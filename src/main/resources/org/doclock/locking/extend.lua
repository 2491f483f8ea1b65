-- Prolongs a lock that the caller holds. One without a session, or another program's, is adopted:
-- it becomes a grant of the caller's with a token of its own.
--
-- KEYS[1]  the lock
-- KEYS[2]  its fence
-- ARGV[1]  user: '{"userId":"…"'
-- ARGV[2]  session: ',"sessionId":"…"', or ''
-- ARGV[3]  user name: ',"username":"…"', or ''; used only if the lock is adopted
-- ARGV[4]  attempt id: the same again finds what it did the first time
-- ARGV[5]  TTL, ms
-- ARGV[6]  how long the fence outlives the grant, ms
-- ARGV[7]  document id as a JSON string, for the event
-- ARGV[8]  token of the grant that is meant, or ''
-- ARGV[9]  the service that acts for the user: ',"by":"…"', or ''
--
-- Reply: see reply() in common.lua. Outcome: EXTENDED, NOT_HELD or LOCKED

local user, session, username, attempt = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local ttl, retention, documentId, token = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7], ARGV[8] or ''
local by = ARGV[9] or ''

local lock = readLock()
local fence = readFence()

if not lock then
    return answer('NOT_HELD', nil)
end
respectForeign(fence, lock, retention)
local is = relation(lock, user, session)
if is == 'SAME' and lock.attempt == attempt then
    return answer(lock.outcome, lock)
end
if not means(lock, token) then
    return answer('NOT_HELD', lock)
end
if is == 'STRANGER' or is == 'OTHER_SESSION' then
    return answer('LOCKED', lock)
end
if isLeft(lock) then
    return answer('NOT_HELD', lock)
end
if is == 'SESSIONLESS' or is == 'FOREIGN' then
    if not mayEnd(lock, by, token) then
        return answer('LOCKED', lock)
    end
    return answer('EXTENDED', write({ lock = lock, fence = fence, owner = user .. session,
        username = username ~= '' and username or lock.username, outcome = 'EXTENDED', attempt = attempt, by = by,
        token = nextToken(fence, lock, 0), expiresAt = math.max(lock.expiresAt, nowMillis + ttl),
        retention = retention, documentId = documentId, event = 'acquired' }))
end
return answer(renew(lock, ttl, retention, 'EXTENDED', documentId, by))

-- Hands the caller's lock to somebody else: a new grant with a new token, with no moment in between
-- at which the document is free. If the new owner has asked for it, that is answered.
--
-- KEYS[1]   the lock
-- KEYS[2]   its fence
-- ARGV[1]   the holder: '{"userId":"…"'
-- ARGV[2]   the holder's session: ',"sessionId":"…"', or ''
-- ARGV[3]   attempt id: the same again finds what it did the first time
-- ARGV[4]   TTL of the new grant, ms
-- ARGV[5]   how long the fence outlives the grant, ms
-- ARGV[6]   document id as a JSON string, for the events
-- ARGV[7]   token of the grant that is meant, or ''
-- ARGV[8]   the new holder: '{"userId":"…"'
-- ARGV[9]   the new holder's session: ',"sessionId":"…"', or ''
-- ARGV[10]  the new holder's name: ',"username":"…"', or ''
-- ARGV[11]  the service that acts for the holder: ',"by":"…"', or ''
-- ARGV[12]  how long a request to edit lasts, ms
-- ARGV[13]  '1': only to a user who asks, in the session that asks, by the name given there; a
--           session in ARGV[9] has to be that one
--
-- Reply: see reply() in common.lua. Outcome: TRANSFERRED, NOT_HELD, LOCKED, or NOT_ASKED

local user, session, attempt, ttl = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local retention, documentId, token = tonumber(ARGV[5]), ARGV[6], ARGV[7]
local newUser, newSession, newUsername, by = ARGV[8], ARGV[9], ARGV[10], ARGV[11]
local lifetime, onlyIfAsked = tonumber(ARGV[12]), ARGV[13] == '1'

local lock = readLock()
local fence = readFence()

if not lock then
    return answer('NOT_HELD', nil)
end
if lock.attempt == attempt and sub(lock.owner, 1, #newUser) == newUser then
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

local readable, request = pcall(requestOf, newUser, lifetime)
if onlyIfAsked then
    if not readable then
        -- pcall makes a text of it.
        error({ err = request })
    end
    if not request or (newSession ~= '' and newSession ~= request.session) then
        return answer('NOT_ASKED', lock)
    end
    newSession, newUsername = request.session, request.username
end
local newToken = nextToken(fence, lock, 0)
local answered = readable and request and request.session == newSession
if answered then
    onRequests('HDEL', newUser)
end
local granted = write({ lock = lock, fence = fence, owner = newUser .. newSession, username = newUsername,
    outcome = 'TRANSFERRED', attempt = attempt, by = by, token = newToken, expiresAt = nowMillis + ttl,
    retention = retention, documentId = documentId, event = 'transferred' })
if answered then
    publishRequest(request, 'ANSWERED', 'TRANSFERRED', documentId, granted)
end
return answer('TRANSFERRED', granted)

-- Takes a lock, renews it, resumes it or takes it over; or says who holds it.
--
-- KEYS[1]   the lock
-- KEYS[2]   its fence
-- ARGV[1]   user: '{"userId":"…"'
-- ARGV[2]   session: ',"sessionId":"…"', or ''
-- ARGV[3]   user name: ',"username":"…"', or ''
-- ARGV[4]   attempt id: the same again finds what it did the first time
-- ARGV[5]   TTL, ms
-- ARGV[6]   how long the fence outlives the grant, ms
-- ARGV[7]   document id as a JSON string, for the event
-- ARGV[8]   '1': take the lock from another session of the same user
-- ARGV[9]   '1': a new grant even if this session holds the lock
-- ARGV[10]  the token has to be above this, or ''
-- ARGV[11]  token of the last grant, to be resumed if nobody was granted since, or ''
-- ARGV[12]  the service that acts for the user: ',"by":"…"', or ''
-- ARGV[13]  '1': user and session have to be equal: a caller without a session is no match for the
--           user's sessions, nor one in a session for a lock without
-- ARGV[14]  who is refused waits in the queue, and their place is theirs for this long, ms; '0': they
--           give their place up; '': they do not wait. It is the same one all the while by the
--           attempt, and by the grant: asked again, it is reported and prolonged
-- ARGV[15]  the most who may wait for a document
--
-- A free document goes to whoever has waited longest, whoever finds it free: for as long as their
-- place is theirs, until their server comes and prolongs the grant.
--
-- Reply: outcome (ACQUIRED, RESUMED, RENEWED, TAKEN_OVER, LOCKED or TOO_MANY), the lock's text,
--        its end and now, epoch ms (an end of -1: none)

local user, session, username, attempt = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local ttl, retention, documentId = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7]
local takeOver, newGrant = ARGV[8] == '1', ARGV[9] == '1'
local atLeast, resumeToken = tonumber(ARGV[10] or '') or 0, tonumber(ARGV[11] or '')
local by, owner, exactSession = ARGV[12] or '', user .. session, ARGV[13] == '1'
local lease = tonumber(ARGV[14] or '')

local lock = readLock()
local fence = readFence()

-- One table that is handed on, and no functions that take hold of the locals above: each of those would
-- cost as much as a call of Redis.
local ask = { lock = lock, fence = fence, owner = owner, username = username, attempt = attempt, by = by,
    retention = retention, documentId = documentId, event = 'acquired' }

local function grant(ask, outcome, token, expiresAt)
    ask.outcome, ask.token, ask.expiresAt = outcome, token, expiresAt
    return write(ask)
end

local function takeFree(ask, resumeToken, atLeast, ttl)
    local fence, owner = ask.fence, ask.owner
    if resumeToken and resumeToken == fence.token and owner == fence.owner and resumeToken > atLeast then
        return grant(ask, 'RESUMED', resumeToken, nowMillis + ttl)
    end
    return grant(ask, 'ACQUIRED', nextToken(fence, nil, atLeast), nowMillis + ttl)
end

-- Where the keys of those who wait are not at hand, nobody waits: see queue.lua.
if not lock and not lease and redis.pcall('EXISTS', 'doc-lock-queue:{' .. KEYS[1] .. '}') ~= 1 then
    return takeFree(ask, resumeToken, atLeast, ttl)
end

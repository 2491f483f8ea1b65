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
-- Reply: see reply() in common.lua. Outcome: ACQUIRED, RESUMED, RENEWED, TAKEN_OVER, LOCKED or TOO_MANY

local user, session, username, attempt = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local ttl, retention, documentId = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7]
local takeOver, newGrant = ARGV[8] == '1', ARGV[9] == '1'
local atLeast, resumeToken = tonumber(ARGV[10] or '') or 0, tonumber(ARGV[11] or '')
local by, owner, exactSession = ARGV[12] or '', user .. session, ARGV[13] == '1'
local lease = tonumber(ARGV[14] or '')

local lock = readLock()
local fence = readFence()
local waits, most = lease ~= nil, tonumber(ARGV[15] or '')
local member = waits and memberOf(attempt, ttl, owner, username, by)

local function grant(outcome, token, expiresAt)
    return outcome, write({ lock = lock, fence = fence, owner = owner, username = username, outcome = outcome,
        attempt = attempt, by = by, token = token, expiresAt = expiresAt, retention = retention,
        documentId = documentId, event = 'acquired' })
end

local function takeFree()
    if resumeToken and resumeToken == fence.token and digest(owner) == fence.resumer and resumeToken > atLeast then
        return grant('RESUMED', resumeToken, nowMillis + ttl)
    end
    return grant('ACQUIRED', nextToken(fence, nil, atLeast), nowMillis + ttl)
end

-- Grants the free document to whoever is first in the queue; the caller is refused.
local function serve(first, leaseEnd)
    return 'LOCKED', write({ fence = fence, owner = first.owner, username = first.username, outcome = 'ACQUIRED',
        attempt = first.attempt, by = first.by, token = nextToken(fence, nil, 0),
        expiresAt = math.min(leaseEnd, nowMillis + first.ttl), retention = retention, documentId = documentId,
        event = 'acquired' })
end

local function acquire()
    if not lock then
        local head, leaseEnd = headOfQueue()
        if head then
            leaveQueue(head)
            local first = readMember(head)
            if first.owner ~= owner then
                return serve(first, leaseEnd)
            end
        end
        return takeFree()
    end

    local is = relation(lock, user, session)
    if is == 'STRANGER' then
        respectForeign(fence, lock, retention)
        return 'LOCKED', lock
    end
    if exactSession and (is == 'ANY_SESSION' or is == 'SESSIONLESS') then
        is = 'OTHER_SESSION'
    end
    if exactSession and is == 'FOREIGN' and session ~= '' then
        respectForeign(fence, lock, retention)
        return 'LOCKED', lock
    end
    if is == 'SAME' and lock.attempt == attempt and not waits then
        return lock.outcome, lock
    end
    if is == 'SAME' and lock.attempt == attempt and lock.token > atLeast then
        return renew(lock, ttl, retention, lock.outcome, documentId, by)
    end
    if username == '' then
        username = lock.username
    end
    if is == 'SESSIONLESS' or is == 'FOREIGN' then
        if not mayEnd(lock, by, '') then
            return 'LOCKED', lock
        end
        return grant('ACQUIRED', nextToken(fence, lock, atLeast), math.max(lock.expiresAt, nowMillis + ttl))
    end

    local renewable = not newGrant and lock.token > atLeast
    if isLeft(lock) and is ~= 'OTHER_SESSION' and renewable and mayEnd(lock, by, '') then
        -- The page only reloaded: its grant goes on. Or the user is back without a session.
        if is == 'SAME' then
            return grant('RESUMED', lock.token, nowMillis + ttl)
        end
        return grant('ACQUIRED', nextToken(fence, lock, atLeast), nowMillis + ttl)
    end
    if is == 'SAME' and not renewable and mayEnd(lock, by, '') then
        return grant('ACQUIRED', nextToken(fence, lock, atLeast), nowMillis + ttl)
    end
    if is ~= 'SAME' and takeOver and mayEnd(lock, by, '') then
        return grant('TAKEN_OVER', nextToken(fence, lock, atLeast), nowMillis + ttl)
    end
    if is == 'OTHER_SESSION' or not renewable or isLeft(lock) then
        return 'LOCKED', lock
    end
    return renew(lock, ttl, retention, 'RENEWED', documentId, by)
end

local outcome, standing = acquire()
if waits then
    if outcome ~= 'LOCKED' or lease == 0 then
        leaveQueue(member)
    elseif not joinQueue(member, lease, most) then
        outcome = 'TOO_MANY'
    end
end
return answer(outcome, standing)

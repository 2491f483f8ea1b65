-- The rest of acquire.lua: for a document that is held, or that somebody waits for.

local waits, most = lease ~= nil, tonumber(ARGV[15] or '')
local member = waits and memberOf(attempt, ttl, owner, username, by)

-- Grants the free document to whoever is first in the queue; the caller is refused.
local function serve(first, leaseEnd)
    local granted = write({ fence = fence, owner = first.owner, username = first.username, outcome = 'ACQUIRED',
        attempt = first.attempt, by = first.by, token = nextToken(fence, nil, 0),
        expiresAt = math.min(leaseEnd, nowMillis + first.ttl), retention = retention, documentId = documentId,
        event = 'acquired' })
    granted[1] = 'LOCKED'
    return granted
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
        return takeFree(ask, resumeToken, atLeast, ttl)
    end

    local is = relation(lock, user, session)
    if is == 'STRANGER' then
        respectForeign(fence, lock, retention)
        return answer('LOCKED', lock)
    end
    if exactSession and (is == 'ANY_SESSION' or is == 'SESSIONLESS') then
        is = 'OTHER_SESSION'
    end
    if exactSession and is == 'FOREIGN' and session ~= '' then
        respectForeign(fence, lock, retention)
        return answer('LOCKED', lock)
    end
    if is == 'SAME' and lock.attempt == attempt and not waits then
        return answer(lock.outcome, lock)
    end
    if is == 'SAME' and lock.attempt == attempt and lock.token > atLeast then
        return renew(lock, ttl, retention, lock.outcome, documentId, by)
    end
    if username == '' then
        ask.username = lock.username
    end
    if is == 'SESSIONLESS' or is == 'FOREIGN' then
        if not mayEnd(lock, by, '') then
            return answer('LOCKED', lock)
        end
        return grant(ask, 'ACQUIRED', nextToken(fence, lock, atLeast), math.max(lock.expiresAt, nowMillis + ttl))
    end

    local renewable = not newGrant and lock.token > atLeast
    if isLeft(lock) and is ~= 'OTHER_SESSION' and renewable and mayEnd(lock, by, '') then
        -- The page only reloaded: its grant goes on. Or the user is back without a session.
        if is == 'SAME' then
            return grant(ask, 'RESUMED', lock.token, nowMillis + ttl)
        end
        return grant(ask, 'ACQUIRED', nextToken(fence, lock, atLeast), nowMillis + ttl)
    end
    if is == 'SAME' and not renewable and mayEnd(lock, by, '') then
        return grant(ask, 'ACQUIRED', nextToken(fence, lock, atLeast), nowMillis + ttl)
    end
    if is ~= 'SAME' and takeOver and mayEnd(lock, by, '') then
        return grant(ask, 'TAKEN_OVER', nextToken(fence, lock, atLeast), nowMillis + ttl)
    end
    if is == 'OTHER_SESSION' or not renewable or isLeft(lock) then
        return answer('LOCKED', lock)
    end
    return renew(lock, ttl, retention, 'RENEWED', documentId, by)
end

local reply = acquire()
if waits then
    if reply[1] ~= 'LOCKED' or lease == 0 then
        leaveQueue(member)
    elseif not joinQueue(member, lease, most) then
        reply[1] = 'TOO_MANY'
    end
end
return reply

-- What the scripts share that make grants. It is put between reading.lua and them.

local function nextToken(fence, lock, atLeast)
    local token = tokenAbove(fence, lock, atLeast)
    if token > LARGEST_TOKEN then
        error({ err = 'DOCLOCK no fencing token is left above the last one of ' .. KEYS[1] })
    end
    return token
end

-- Writes a grant: the lock, then its fence, then the event; and gives the lock back. The fence keeps who ended the
-- grant before this one, so that whoever did and asks again is told so. A lock that an administrator gave notice of
-- hands the notice on, and nobody resumes it.
-- grant: lock (whose place it takes; nil if the document is free), fence, owner, username, outcome, attempt, by,
--        token, expiresAt, retention, documentId, event
local function write(grant)
    local notice = grant.lock and grant.lock.ending or ''
    local ends = endOf(grant.lock, grant.expiresAt)
    local token = integer(grant.token)
    local lock = { expiresAt = ends, text = textOf(grant.owner, token, now, grant.username, grant.outcome,
        grant.attempt, grant.by, notice) }
    call('SET', KEYS[1], lock.text, 'PXAT', integer(ends))
    if notice == '' then
        writeFence(token, grant.fence.endedBy, grant.owner, ends + grant.retention)
    else
        writeFence(integer(math.max(grant.token, grant.fence.token)), grant.fence.endedBy, '', ends + grant.retention)
    end
    publishLock(grant.event, grant.outcome, grant.documentId, lock, ends, '')
    return lock
end

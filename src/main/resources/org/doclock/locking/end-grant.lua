-- What the scripts share that end any grant by the will of its holder. It is put between held.lua and them.

-- Ends a grant by the will of its holder.
local function endGrant(lock, fence, attempt, retention, documentId, by)
    call('DEL', KEYS[1])
    lock.expiresAt = nowMillis
    if lock.foreign then
        disown(fence, lock, attempt, retention)
    else
        -- A fence ahead of the lock has seen a grant that another program undid: it stays ahead.
        local last = lock.token >= fence.token
        local resumable = last and lock.ending == ''
        keepFence(fenceOf(integer(last and lock.token or fence.token), attempt,
            resumable and digest(lock.owner) or ''), retention)
    end
    publishLock('released', 'RELEASED', documentId, lock, nowMillis, by)
    return 'RELEASED', lock
end

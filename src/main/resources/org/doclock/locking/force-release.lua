-- Ends a grant whoever holds it, and whatever the key holds: an administrator's act. At once, or with
-- notice: then a lock of ours is marked and ends by itself, however often it is renewed, taken over or
-- handed on until then. Another program's lock bears no mark and always ends at once.
--
-- KEYS[1]  the lock
-- KEYS[2]  its fence
-- ARGV[1]  attempt id: the same again finds what it did the first time
-- ARGV[2]  how long the fence outlives the grant, ms
-- ARGV[3]  document id as a JSON string, for the event
-- ARGV[4]  token of the grant that is meant (0: a lock of another program), or ''
-- ARGV[5]  who does it and why, for the mark and the event: ',"by":"…"' and, where a reason is given,
--          ',"reason":"…"'
-- ARGV[6]  notice, ms; 0 ends the grant at once. It never prolongs, nor does a later, longer one
--
-- Reply: see reply() in common.lua, of the lock that was ended or that stands. Outcome: RELEASED or NOT_HELD

local attempt, retention, documentId, token, by = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5]
local notice = tonumber(ARGV[6])

local lock = readLock()
local fence = readFence()

if fence.endedBy == attempt then
    return answer('RELEASED', notice > 0 and lock and lock.endsAt and lock or nil)
end
if not lock then
    return answer('NOT_HELD', nil)
end
if not means(lock, token) then
    return answer('NOT_HELD', lock)
end

if notice > 0 and not lock.foreign then
    local ends = nowMillis + notice
    if lock.expiresAt >= 0 then
        ends = math.min(ends, lock.expiresAt)
    end
    if not lock.endsAt or ends < lock.endsAt then
        lock.expiresAt = ends
        lock.text = textOf(lock.owner, integer(lock.token), lock.timestamp, lock.username, lock.outcome, lock.attempt,
            lock.by, ',"ending":{' .. sub(by, 2) .. ',"at":' .. integer(ends) .. '}')
        call('SET', KEYS[1], lock.text, 'PXAT', integer(ends))
        disown(fence, lock, attempt, retention)
        publishLock('renewed', 'RELEASED', documentId, lock, ends, by)
    end
    return answer('RELEASED', lock)
end

call('DEL', KEYS[1])
lock.expiresAt = nowMillis
disown(fence, lock, attempt, retention)
publishLock('broken', 'RELEASED', documentId, lock, nowMillis, by)
return answer('RELEASED', lock)

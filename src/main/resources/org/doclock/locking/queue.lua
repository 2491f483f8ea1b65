-- What the scripts share that deal with those who wait for a lock. It is put between reading.lua and them.
--
-- Who waits stands in two sorted sets, both expiring with the longest lease:
--   doc-lock-queue:{doc-lock:<id>}         by their arrival, microseconds
--   doc-lock-queue:{doc-lock:<id>}:leases  by the end of their lease, ms: their server has to renew it
-- A member is '<attempt>\n<TTL, ms>\n<owner>\n<user name>\n<by>', as the arguments of an acquire say it:
-- what it takes to write their grant. JSON text holds no line breaks.
--
-- The keys are not among KEYS, though they hash to their slot: see requests.lua. Where they are not at
-- hand while a slot moves, nobody waits in line, and all try again and again.

local queueKey = 'doc-lock-queue:{' .. KEYS[1] .. '}'
local leasesKey = queueKey .. ':leases'

local function memberOf(attempt, ttl, owner, username, by)
    return table.concat({ attempt, integer(ttl), owner, username, by }, '\n')
end

local function readMember(member)
    local attempt, ttl, owner, username, by = match(member, '^(.*)\n(.*)\n(.*)\n(.*)\n(.*)$')
    return { attempt = attempt, ttl = tonumber(ttl), owner = owner, username = username, by = by }
end

local function leaveQueue(member)
    redis.pcall('ZREM', queueKey, member)
    redis.pcall('ZREM', leasesKey, member)
end

-- The member that has waited longest of those whose lease has not ended, and that end; nil if nobody waits.
local function headOfQueue()
    local head = redis.pcall('ZRANGE', queueKey, 0, 0)[1]
    while head do
        local lease = tonumber(redis.pcall('ZSCORE', leasesKey, head) or '0')
        if lease and lease > nowMillis then
            return head, lease
        end
        leaveQueue(head)
        head = redis.pcall('ZRANGE', queueKey, 0, 0)[1]
    end
    return nil
end

-- Those whose lease has ended count no longer.
local function dropTheDead()
    local dead = redis.pcall('ZRANGEBYSCORE', leasesKey, '-inf', now, 'LIMIT', 0, 100)
    for i = 1, #dead do
        leaveQueue(dead[i])
    end
end

-- Takes a place at the end, or keeps the one there is. False if all places are taken.
local function joinQueue(member, lease, most)
    if not tonumber(redis.pcall('ZSCORE', queueKey, member) or nil) then
        dropTheDead()
        if (tonumber(redis.pcall('ZCARD', queueKey)) or 0) >= most then
            return false
        end
        -- The clock may have been set back; whoever comes later stands behind all the same.
        local last = redis.pcall('ZRANGE', queueKey, -1, -1, 'WITHSCORES')[2]
        redis.pcall('ZADD', queueKey, integer(math.max(nowMicros, tonumber(last or '0') + 1)), member)
    end
    redis.pcall('ZADD', leasesKey, integer(nowMillis + lease), member)
    if (tonumber(redis.pcall('PTTL', leasesKey)) or 0) < lease then
        redis.pcall('PEXPIRE', queueKey, integer(lease))
        redis.pcall('PEXPIRE', leasesKey, integer(lease))
    end
    return true
end

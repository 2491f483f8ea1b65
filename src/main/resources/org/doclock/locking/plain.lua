-- What the usual cases share. It is put between common.lua and them.
--
-- A usual case does what the long way of its script would, which has the whole rule, for a part of Redis's time: it
-- looks at the lock's text without taking it apart. What it does not know it leaves alone. See decision 39.

-- Is this text a lock of ours? readGrant() in reading.lua takes it apart by the same pattern.
local function isOurs(text)
    return string.find(text, '^{"userId":".*,"token":%d+,"timestamp":%d+.*,"attempt":"[%u_]+%-[^"]*".*}$') ~= nil
end

-- Is this text a lock of ours, of this very owner and with this token ('': any), neither left, nor under notice,
-- nor made by this attempt (nil: by whichever)?
local function isPlainly(text, owner, token, attempt)
    local start = owner .. ',"token":' .. token
    if string.sub(text, 1, #start) ~= start or string.sub(text, -2) ~= '"}' then
        return false
    end
    local further, outcome, made = string.match(text,
        '^(%d*),"timestamp":%d+.*,"attempt":"([%u_]+)%-([^"]*)"', #start + 1)
    return further ~= nil and (further == '') == (token ~= '') and outcome ~= 'RELEASED' and made ~= attempt
end

-- Prolongs such a lock, and never shortens it: the script's reply. Nil if it has no fence; its fence comes first,
-- so that nothing is done then.
local function prolong(text, outcome, ttl, retention, documentId, by)
    local stands, ends = redis.call('PEXPIRETIME', KEYS[1]), nowMillis + ttl
    if stands >= ends then
        return reply(outcome, integer(stands), text)
    end
    if redis.call('PEXPIREAT', KEYS[2], integer(ends + retention)) == 0 then
        return nil
    end
    ends = integer(ends)
    redis.call('PEXPIREAT', KEYS[1], ends)
    publish('renewed', outcome, documentId, text, ends, by)
    return reply(outcome, ends, text)
end

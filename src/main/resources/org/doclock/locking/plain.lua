-- What the usual cases share of a lock that is held as most are. It is put between common.lua and them.

-- Is this text a lock of ours, of this very owner and with this token ('': any), neither left, nor under notice,
-- nor made by this attempt?
local function isPlainly(text, owner, token, attempt)
    local start = owner .. ',"token":' .. token
    if string.sub(text, 1, #start) ~= start or string.sub(text, -2) ~= '"}' then
        return false
    end
    local further, outcome, made = string.match(text,
        '^(%d*),"timestamp":%d+.-,"attempt":"([%u_]+)%-([^"]*)"', #start + 1)
    return further ~= nil and (further == '') == (token ~= '') and outcome ~= 'RELEASED' and made ~= attempt
end

-- Prolongs such a lock, and never shortens it: the script's reply. Nil, and nothing done, if it has no fence.
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

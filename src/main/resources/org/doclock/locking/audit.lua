-- Writes one line of the audit trail, and trims what is too old or too much.
--
-- An administrator's act has two: the intent before it and the outcome after it. While the second is
-- missing, the act is open: nobody knows yet what became of it.
--
-- KEYS[1]   the trail, doc-lock-audit
-- KEYS[2]   the open acts, doc-lock-audit-open:{doc-lock-audit}: a hash from act id to the intent's entry id
-- ARGV[1]   INTENT, OUTCOME, or FACT for what was seen to have happened and has no intent
-- ARGV[2]   act id: an intent or outcome that stands there already is not written again
-- ARGV[3]   the most entries to keep, about
-- ARGV[4]   how long entries are kept, ms, about
-- ARGV[5…]  names and values of the entry
--
-- Reply: 1 if it was written, 0 if it stood there already

local phase, act = ARGV[1], ARGV[2]

local isOpen = redis.call('HEXISTS', KEYS[2], act) == 1
if (phase == 'INTENT' and isOpen) or (phase == 'OUTCOME' and not isOpen) then
    return 0
end

local id = redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[3], '*', 'phase', phase, 'id', act, unpack(ARGV, 5))
if phase == 'INTENT' then
    redis.call('HSET', KEYS[2], act, id)
elseif phase == 'OUTCOME' then
    redis.call('HDEL', KEYS[2], act)
end
local nowMillis = redis.call('TIME')[1] * 1000
redis.call('XTRIM', KEYS[1], 'MINID', '~', string.format('%.0f', math.max(0, nowMillis - tonumber(ARGV[4]))))
return 1

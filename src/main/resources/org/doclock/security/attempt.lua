-- Counts an attempt to sign in before the password is looked at, or says how long to wait.
--
-- KEYS[1]  the counter: '<attempts> <closed until, epoch ms>'
-- ARGV[1]  how many attempts are free
-- ARGV[2]  the longest wait after one, ms; the first is 1 s, each further one twice as long
-- ARGV[3]  how long an attempt is remembered, ms
-- ARGV[4]  '1': count it; '0': only look
--
-- Reply: 0 if the attempt may be made, else how long to wait, ms

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call('GET', KEYS[1])
local attempts, closedUntil = string.match(known or '0 0', '^(%d+) (%d+)$')
attempts, closedUntil = tonumber(attempts or 0), tonumber(closedUntil or 0)

if closedUntil > now then
    return math.min(closedUntil - now, tonumber(ARGV[2]))
end
if ARGV[4] == '0' then
    return 0
end
attempts = attempts + 1
local over = attempts - tonumber(ARGV[1])
if over >= 0 then
    closedUntil = now + math.min(tonumber(ARGV[2]), 1000 * 2 ^ math.min(over, 20))
end
local counter = string.format('%.0f %.0f', attempts, closedUntil)
if known then
    -- From the first on: else a busy address would never be forgotten.
    redis.call('SET', KEYS[1], counter, 'KEEPTTL')
else
    redis.call('SET', KEYS[1], counter, 'PX', ARGV[3])
end
return 0

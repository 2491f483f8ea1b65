-- Reads the acts of the audit trail that have been open for a while. One whose intent is no longer in
-- the trail is forgotten.
--
-- KEYS[1]  the trail, doc-lock-audit
-- KEYS[2]  the open acts, doc-lock-audit-open:{doc-lock-audit}
-- ARGV[1]  how long an act must have been open, ms
-- ARGV[2]  the most acts to return
--
-- Reply: for each its entry id, and names and values of the entry in one list

local time = redis.call('TIME')
local before = time[1] * 1000 + math.floor(time[2] / 1000) - tonumber(ARGV[1])
local most = tonumber(ARGV[2])

local due = {}
local open = redis.call('HGETALL', KEYS[2])
for i = 1, #open, 2 do
    local act, id = open[i], open[i + 1]
    if #due < most and tonumber(string.match(id, '^%d+')) <= before then
        local entry = redis.call('XRANGE', KEYS[1], id, id)[1]
        if entry then
            due[#due + 1] = entry
        else
            redis.call('HDEL', KEYS[2], act)
        end
    end
end
return due

-- The usual case of hold.lua, which see for keys, arguments and the whole rule: the very owner
-- holds the very grant.
-- Whatever else there is goes the long way. This one does the same for a fraction of Redis's time.

local held = readText(KEYS[1])

if held and isPlainly(held, ARGV[1], ARGV[5], ' ') then
    local renewed = prolong(held, 'EXTENDED', ARGV[2], ARGV[3], ARGV[4], ARGV[6] or '')
    if renewed then
        return renewed
    end
end

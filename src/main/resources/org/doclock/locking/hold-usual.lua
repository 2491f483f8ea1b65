-- The usual case of hold.lua, which has the arguments and the whole rule: the very owner holds the very grant.

local held = readText(KEYS[1])

if held and isPlainly(held, ARGV[1], ARGV[5], nil) then
    local renewed = prolong(held, 'EXTENDED', ARGV[2], ARGV[3], ARGV[4], ARGV[6] or '')
    if renewed then
        return renewed
    end
end

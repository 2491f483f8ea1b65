-- The usual case of extend.lua, which has the arguments and the whole rule: the very owner holds
-- the lock, and the very grant if one is named.

local held = readText(KEYS[1])

if held and isPlainly(held, ARGV[1] .. ARGV[2], ARGV[8] or '', ARGV[4]) then
    local renewed = prolong(held, 'EXTENDED', ARGV[5], ARGV[6], ARGV[7], ARGV[9] or '')
    if renewed then
        return renewed
    end
end

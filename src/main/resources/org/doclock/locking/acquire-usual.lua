-- The usual cases of acquire.lua, which has the arguments and the whole rule: a free document that nobody waits
-- for, one that somebody else holds, and one that is the caller's.

local held = readText(KEYS[1])

if not held and (ARGV[10] or '') == '' and (ARGV[11] or '') == ''
    and redis.pcall('EXISTS', 'doc-lock-queue:{' .. KEYS[1] .. '}') ~= 1 then
    local last, endedBy = match(readText(KEYS[2]) or '', '^(%d+) (%S*)')
    if nowMicros > tonumber(last or 0) then
        local owner, ends = ARGV[1] .. ARGV[2], nowMillis + ARGV[5]
        local text = textOf(owner, micros, now, ARGV[3], 'ACQUIRED', ARGV[4], ARGV[12] or '', '')
        local fence = fenceOf(micros, endedBy or '', digest(owner))
        local fenceEnds = integer(ends + ARGV[6])
        ends = integer(ends)
        call('SET', KEYS[1], text, 'PXAT', ends)
        call('SET', KEYS[2], fence, 'PXAT', fenceEnds)
        publish('acquired', 'ACQUIRED', ARGV[7], text, ends, '')
        return reply('ACQUIRED', ends, text)
    end
end

if held and not ARGV[14] then
    if sub(held, 1, #ARGV[1]) ~= ARGV[1] then
        if isOurs(held) then
            return reply('LOCKED', integer(call('PEXPIRETIME', KEYS[1])), held)
        end
    elseif ARGV[9] ~= '1' and (ARGV[10] or '') == '' and isPlainly(held, ARGV[1] .. ARGV[2], '', ARGV[4]) then
        local renewed = prolong(held, 'RENEWED', ARGV[5], ARGV[6], ARGV[7], ARGV[12] or '')
        if renewed then
            return renewed
        end
    end
end

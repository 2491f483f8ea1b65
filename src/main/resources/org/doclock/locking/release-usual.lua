-- The usual case of release.lua, which has the arguments and the whole rule: the very owner ends
-- the very grant, or the one there is, at once.

local held, token, by = readText(KEYS[1]), ARGV[7] or '', ARGV[8] or ''

if held and ARGV[4] == '0' then
    local last, endedBy, resumer = match(readText(KEYS[2]) or '', '^(%d+) (%S*) (%x+)$')
    local meant = token == last or (token == '' and by == '')
    if last and meant and endedBy ~= ARGV[3] and isPlainly(held, ARGV[1] .. ARGV[2], last, ARGV[3]) then
        call('DEL', KEYS[1])
        keepFence(fenceOf(last, ARGV[3], resumer), ARGV[5])
        publish('released', 'RELEASED', ARGV[6], held, now, by)
        return reply('RELEASED', now, held)
    end
end

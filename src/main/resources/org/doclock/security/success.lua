-- Takes back the attempt that turned out to be right.
--
-- KEYS[1]  the counter: '<attempts> <closed until, epoch ms>'
-- ARGV[1]  '1': forget the wrong ones before it too; '0': only itself
--
-- Reply: nothing

local attempts = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+) %d+$')
if not attempts then
    return
end
if ARGV[1] == '1' or tonumber(attempts) <= 1 then
    redis.call('DEL', KEYS[1])
else
    redis.call('SET', KEYS[1], string.format('%.0f 0', tonumber(attempts) - 1), 'KEEPTTL')
end

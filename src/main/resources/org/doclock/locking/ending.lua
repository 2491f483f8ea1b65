-- What the scripts share that end a grant of ours. It is put between common.lua and them.

-- Writes the fence of a grant that ends now. It keeps its end where that is late enough, as it is unless another
-- program prolonged the lock: to set it anew would cost Redis more.
local function keepFence(text, retention)
    if redis.call('PEXPIRETIME', KEYS[2]) >= nowMillis + retention then
        redis.call('SET', KEYS[2], text, 'KEEPTTL')
    else
        redis.call('SET', KEYS[2], text, 'PXAT', integer(nowMillis + retention))
    end
end

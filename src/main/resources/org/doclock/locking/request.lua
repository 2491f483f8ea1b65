-- Asks the holder of a document to let the caller edit it, or withdraws that.
--
-- KEYS[1]  the lock
-- KEYS[2]  its fence
-- ARGV[1]  user who asks: '{"userId":"…"'
-- ARGV[2]  session who asks: ',"sessionId":"…"', or ''
-- ARGV[3]  attempt id: the same again asks once
-- ARGV[4]  how long a request lasts, ms
-- ARGV[5]  the most users who may ask for a document at a time
-- ARGV[6]  document id as a JSON string, for the event
-- ARGV[7]  user name: ',"username":"…"', or ''
-- ARGV[8]  message: ',"message":"…"', or ''
-- ARGV[9]  '1': withdraw the request of this session
--
-- Reply: see reply() in common.lua. Outcome: REQUESTED, WITHDRAWN; NOT_HELD: the document is free; LOCKED: the
--        caller holds it; TOO_MANY

local user, session, attempt, lifetime = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local most, documentId, withdraw = tonumber(ARGV[5]), ARGV[6], ARGV[9] == '1'

local lock = readLock()
local known = requestOf(user, lifetime)

if withdraw then
    if known and known.session == session then
        onRequests('HDEL', user)
        publishRequest(known, 'WITHDRAWN', 'WITHDRAWN', documentId, lock)
    end
    return answer('WITHDRAWN', lock)
end
if not lock then
    return answer('NOT_HELD', nil)
end
if relation(lock, user, session) == 'SAME' then
    return answer('LOCKED', lock)
end
if known and known.attempt == attempt then
    return answer('REQUESTED', lock)
end

local all = onRequests('HGETALL')
if not all then
    call('DEL', requestsKey)
    all = {}
end
local others = 0
for i = 1, #all, 2 do
    if not readRequest(all[i], all[i + 1], lifetime) then
        onRequests('HDEL', all[i])
    elseif all[i] ~= user then
        others = others + 1
    end
end
if others >= most then
    return answer('TOO_MANY', lock)
end

local request = { user = user, session = session, at = now, username = ARGV[7] or '', message = ARGV[8] or '' }
onRequests('HSET', user, session .. ',"at":' .. request.at .. ',"attempt":"' .. attempt .. '"'
    .. request.username .. request.message .. '}')
onRequests('PEXPIRE', integer(lifetime))
publishRequest(request, nil, 'REQUESTED', documentId, lock)
return answer('REQUESTED', lock)

-- One chain of rotating refresh tokens per thread: each answer's cookie is the next request's.
local cookies = {}
local thread = 0

function setup(t)
  t:set("id", thread)
  thread = thread + 1
end

function init(args)
  math.randomseed(os.time() + id * 7919)
  local line = 0
  for text in io.lines(args[1]) do
    if line == id then cookie = text end
    line = line + 1
  end
  wrk.method = "POST"
end

function request()
  wrk.headers["X-Forwarded-For"] = string.format("10.%d.%d.%d", math.random(0, 255), math.random(0, 255), math.random(1, 254))
  wrk.headers["Cookie"] = "refresh_token=" .. cookie
  return wrk.format(nil, nil)
end

function response(status, headers)
  for name, value in pairs(headers) do
    if name:lower() == "set-cookie" then cookie = value:match("refresh_token=([^;]+)") or cookie end
  end
end

function done(summary, latency, requests)
  local errors = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("RESULT %.1f %.3f %.3f %d\n", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, errors))
end

-- A GET of one entry's code; each line is a path and the token of its owner, of whom there are enough for every rate limit.
local lines = {}
local thread = 0

function setup(t)
  t:set("id", thread)
  thread = thread + 1
end

function init(args)
  math.randomseed(os.time() + id * 7919)
  for line in io.lines(args[1]) do table.insert(lines, line) end
  next_line = math.random(#lines)
end

function request()
  next_line = next_line % #lines + 1
  local path, token = lines[next_line]:match("(%S+) (%S+)")
  return wrk.format("GET", path, { ["Authorization"] = "Bearer " .. token })
end

function done(summary, latency, requests)
  local errors = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("RESULT %.1f %.3f %.3f %d\n", summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, errors))
end

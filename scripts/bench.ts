import { benchInstances } from './bench/instances'
import { benchLimiter } from './bench/limiter'
import { benchOverload } from './bench/overload'
import { benchPages } from './bench/pages'
import { benchProduct } from './bench/product'
import { benchVault } from './bench/vault'

// Measures against floors in the same run, in alternating rounds, and prints ratios of throughput.

const benches: Record<string, () => Promise<void>> = {
  product: benchProduct,
  limiter: benchLimiter,
  overload: benchOverload,
  instances: benchInstances,
  vault: benchVault,
  pages: benchPages,
}

const bench = benches[process.argv[2] ?? 'product']
if (bench) await bench()
else {
  console.error(`Usage: npm run bench [-- ${Object.keys(benches).join(' | ')}]`)
  process.exitCode = 1
}

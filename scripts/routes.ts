import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

const LIST = 'lib/generated/routes.ts'

/** Writes down which route files there are: the reference of the API is made from all of them, and none can be forgotten. */
export async function writeRouteList(): Promise<void> {
  const names = await readdir('app/api', { recursive: true })
  const files = names.map(name => name.replaceAll('\\', '/')).filter(name => /(^|\/)route\.ts$/.test(name))
  const imports = files
    .sort()
    .map((file, index) => `import * as r${index} from '@/app/api/${file.replace(/\.ts$/, '')}'`)
  const list = `export const routes: Record<string, unknown>[] = [${files.map((_, index) => `r${index}`).join(', ')}]`
  const text = `${imports.join('\n')}\n\n${list}\n`
  if ((await readFile(LIST, 'utf8').catch(() => '')) === text) return
  await mkdir(path.dirname(LIST), { recursive: true })
  await writeFile(LIST, text)
}

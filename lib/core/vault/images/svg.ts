import { SaxesParser, type SaxesTagNS } from 'saxes'

/** Bounds for what is drawn, since an SVG can be small to send and endless to draw. */
const MAX_CHARACTERS = 512 * 1024
const MAX_ELEMENTS = 10_000
const MAX_DEPTH = 64
const MAX_USES = 32

const SVG = 'http://www.w3.org/2000/svg'
const XLINK = 'http://www.w3.org/1999/xlink'

const words = (list: string) => new Set(list.trim().split(/\s+/))

const ELEMENTS = words(`
  svg g path rect circle ellipse line polyline polygon text tspan defs linearGradient radialGradient stop clipPath mask
  pattern symbol use style`)

const ATTRIBUTES = words(`
  id class style viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points dx dy rotate
  transform gradientTransform patternTransform gradientUnits patternUnits patternContentUnits clipPathUnits maskUnits
  maskContentUnits spreadMethod offset pathLength textLength lengthAdjust opacity color fill fill-opacity fill-rule stroke
  stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset
  stop-color stop-opacity clip-path clip-rule mask display visibility overflow vector-effect shape-rendering
  text-anchor font-family font-size font-style font-weight letter-spacing dominant-baseline paint-order
  mix-blend-mode isolation`)

/**
 * Rebuilds an SVG image out of what is known to be harmless: shapes, colours, gradients, references within it. Whatever
 * else it holds (scripts, handlers, links, foreign content, animations, filters, other images, entities) is left out.
 * Browsers get no text that came in as markup, so they have nothing to read otherwise than this did (CVE-2024-52597).
 * Runs in the browser, too.
 *
 * @returns undefined for what is no SVG, not well-formed, or too much to draw.
 */
export function rebuildSvg(source: string): string | undefined {
  if (source.length > MAX_CHARACTERS) return undefined
  const parser = new SaxesParser({ xmlns: true })
  const built = builder()
  let broken = false
  parser.on('error', () => {
    broken = true
  })
  parser.on('opentag', built.open)
  parser.on('closetag', built.close)
  parser.on('text', built.text)
  parser.on('cdata', built.text)
  try {
    parser.write(source).close()
  } catch {
    return undefined
  }
  return broken ? undefined : built.result()
}

function builder() {
  let output = ''
  let elements = 0
  let uses = 0
  let tooMuch = false
  /** Whether each open element is written; what stands within one that is not, is not either. */
  const kept: boolean[] = []
  let style: string | undefined

  function open(tag: SaxesTagNS) {
    const root = kept.length === 0
    if (tag.local === 'use') uses++
    tooMuch ||= ++elements > MAX_ELEMENTS || kept.length >= MAX_DEPTH || uses > MAX_USES
    const known = (tag.uri === SVG || tag.uri === '') && ELEMENTS.has(tag.local) && root === (output === '')
    const keep = known && (root ? tag.local === 'svg' : kept.at(-1) === true)
    kept.push(keep)
    if (!keep) return
    if (tag.local === 'style') style = ''
    else output += `<${tag.local}${root ? ` xmlns="${SVG}"` : ''}${attributesOf(tag)}>`
  }

  function close(tag: SaxesTagNS) {
    if (kept.pop() !== true) return
    if (tag.local !== 'style') output += `</${tag.local}>`
    else if (style !== undefined && isHarmlessStyle(style)) output += `<style>${escaped(style)}</style>`
    if (tag.local === 'style') style = undefined
  }

  function text(content: string) {
    if (kept.at(-1) !== true) return
    if (style === undefined) output += escaped(content)
    else style += content
  }

  const result = () => (tooMuch || !output.startsWith('<svg ') ? undefined : output)
  return { open, close, text, result }
}

function attributesOf(tag: SaxesTagNS): string {
  return Object.values(tag.attributes)
    .map(({ local, prefix, uri, value }) => {
      if (local === 'href' && (uri === '' || uri === XLINK))
        return /^#[\w.-]+$/.test(value) ? ` href="${escaped(value)}"` : ''
      const known = prefix === '' && ATTRIBUTES.has(local) && isHarmlessStyle(value)
      return known ? ` ${local}="${escaped(value)}"` : ''
    })
    .join('')
}

/** Style sheets and attributes are plain values; they may point to what is within the image only. */
function isHarmlessStyle(value: string): boolean {
  if (/[\\@<]|\/\*|(?:expression|image|image-set|src)\s*\(|(?:javascript|behavior|-moz-binding)\s*:/i.test(value))
    return false
  return !/url\s*\((?!\s*["']?#[\w.-]+["']?\s*\))/i.test(value)
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string) => text.replace(/[&<>"]/g, character => ESCAPES[character] ?? '')

import type { Look } from '../style.ts'
import { isHit, type Pager } from './pager.ts'

/** A page over the screen: its title, a window of `height` lines on it, and the keys that move it. */
export function pageLines(pager: Pager, { style }: Look, height: number): string[] {
  const { title, lines, top, query, typing, saves } = pager
  const seen = lines.slice(top, top + height).map((line) => (isHit(line, query) ? `▸ ${line}` : `  ${line}`))
  const end = Math.min(lines.length, top + height)
  const search = query === '' && !typing ? '/ search' : `/${query}${typing ? '█' : ''}`
  const keys = [
    search,
    ...(query === '' || typing ? [] : ['n next']),
    ...(saves === true ? ['w save'] : []),
    'Esc back',
  ]
  return [
    style.bold(`── ${title} · ${lines.length === 0 ? 0 : top + 1}-${end} of ${lines.length} ──`),
    ...seen,
    style.dim(keys.join(' · ')),
  ]
}

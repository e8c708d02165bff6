import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../library/installation.ts'
import type { SiteFile } from '../../../renderers/docs/types.ts'

/** The stylesheet of the site. */
export function siteStyle(): string {
  return asset('site.css')
}

/** Stylesheet, script and icon; `theme` is CSS that comes after ours. */
export function assets(theme: string | undefined): SiteFile[] {
  const style = (): string => [siteStyle(), ...(theme === undefined ? [] : [theme])].join('\n')
  const file = (path: string): SiteFile => ({ path, text: () => asset(path) })
  return [{ path: 'site.css', text: style }, file('site.js'), file('icon.svg')]
}

function asset(path: string): string {
  return readFileSync(join(packageRoot, 'dist', 'docs', path), 'utf8')
}

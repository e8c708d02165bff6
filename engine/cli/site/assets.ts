import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../library/installation.ts'
import type { SiteFile } from '../../../renderers/docs/types.ts'

/** The stylesheet of the site. */
export function siteStyle(): string {
  return asset('site.css').text
}

/** Stylesheet, script and icon; `theme` is CSS that comes after ours. */
export function assets(theme: string | undefined): SiteFile[] {
  const style = asset('site.css')
  const dressed = theme === undefined ? style : { ...style, text: `${style.text}\n${theme}` }
  return [dressed, asset('site.js'), asset('icon.svg')]
}

function asset(path: string): SiteFile {
  return { path, text: readFileSync(join(packageRoot, 'dist', 'docs', path), 'utf8') }
}

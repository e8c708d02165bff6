import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

interface Import {
  readonly file: string
  /** Path below the root for our own files, the package's name for others. */
  readonly target: string
  readonly typeOnly: boolean
  readonly lazy: boolean
}

const files = globSync(['{engine,renderers,schemas}/**/*.{ts,tsx}'], { cwd: root }).sort()
const imports = files.flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')))

function importsOf(file: string, text: string): Import[] {
  const still = [...text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?'([^']+)'/gm)]
  const lazy = [...text.matchAll(/\bimport\('([^']+)'\)/g)]
  return [
    ...still.map((match) => ({
      file,
      target: resolve(file, match[2] ?? ''),
      typeOnly: match[1] !== undefined,
      lazy: false,
    })),
    ...lazy.map((match) => ({ file, target: resolve(file, match[1] ?? ''), typeOnly: false, lazy: true })),
  ]
}

function resolve(file: string, target: string): string {
  return target.startsWith('.') ? normalize(join(dirname(file), target)) : target
}

const room = (path: string) =>
  path
    .split('/')
    .slice(0, path.startsWith('engine/') ? 2 : 1)
    .join('/')
const found = (rule: (entry: Import) => boolean) =>
  imports.filter(rule).map((entry) => `${entry.file} imports ${entry.target}`)

describe('what may import what', () => {
  test('parse, rules and machine do not know each other, nor anything above them', () => {
    const stages = ['engine/parse', 'engine/rules', 'engine/machine']
    const above = ['engine/run', 'engine/library', 'engine/cli', 'renderers']
    const bad = found(
      ({ file, target }) =>
        stages.includes(room(file)) &&
        room(target) !== room(file) &&
        [...stages, ...above].some((other) => target.startsWith(`${other}/`)),
    )
    expect(bad).toEqual([])
  })

  test('renderers read types and the root modules of the engine', () => {
    const bad = found(
      ({ file, target, typeOnly }) =>
        file.startsWith('renderers/') && /^engine\/[^/]+\//.test(target) && !typeOnly,
    )
    expect(bad).toEqual([])
  })

  test('nothing imports the command line', () => {
    expect(
      found(({ file, target }) => target.startsWith('engine/cli/') && !file.startsWith('engine/cli/')),
    ).toEqual([])
  })

  const homes: readonly [RegExp, RegExp][] = [
    [/^(unified|remark-|micromark|mdast|unist)/, /^(engine\/parse\/markdown|renderers\/docs\/prose)\.ts$/],
    [/^(rehype-|hast)/, /^renderers\/docs\/prose\.ts$/],
    [/^shiki/, /^renderers\/docs\/code\.ts$/],
    [/^@viz-js/, /^renderers\/diagram\/svg\.ts$/],
    [/^js-yaml$/, /^engine\/parse\/[^/]+\.ts$/],
    [/^zod(\/|$)/, /^(schemas\/|engine\/parse\/frontmatter)/],
    [/^xstate/, /^engine\/machine\//],
    [/^execa$/, /^engine\/run\//],
    [/^(ink|react)$/, /^renderers\/terminal\/ink\//],
    [/^commander$/, /^engine\/cli\//],
    [/^vscode-/, /^engine\/lsp\/server\//],
  ]
  test.each(homes)('%s has one home', (library, home) => {
    expect(
      found(({ file, target, typeOnly }) => library.test(target) && !typeOnly && !home.test(file)),
    ).toEqual([])
  })

  test.each([['js-yaml'], ['execa']])('%s stands in one file', (library) => {
    const holders = new Set(imports.filter((entry) => entry.target === library).map((entry) => entry.file))
    expect(holders.size).toBeLessThanOrEqual(1)
  })

  test('features of the editor are pure, and only the command line starts their server', () => {
    const edges = /^(engine\/(cli|run|library|drill|lsp\/server)\/|vscode-)/
    const bad = found(
      ({ file, target }) =>
        (file.startsWith('engine/lsp/features/') && edges.test(target)) ||
        (!/^engine\/(lsp|cli)\//.test(file) && target.startsWith('engine/lsp/')),
    )
    expect(bad).toEqual([])
  })

  test('files, clock, randomness, environment and processes belong to cli, run, library, drill and lsp/server', () => {
    const edge = /^engine\/(cli|run|library|drill|lsp\/server)\//
    const touched = files.filter((file) => {
      if (edge.test(file)) return false
      const text = readFileSync(join(root, file), 'utf8')
      return (
        /from 'node:(fs|child_process|net|http|https|os|worker_threads)/.test(text) ||
        /\b(Date\.now|new Date\(\)|Math\.random)|^[^'"`]*\bprocess\.(env|argv|std(in|out|err))/m.test(text)
      )
    })
    expect(touched.filter((file) => !file.startsWith('renderers/terminal/'))).toEqual([])
  })
})

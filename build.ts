import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, globSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rolldown, type OutputChunk, type Plugin } from 'rolldown'

const root = import.meta.dirname
const dist = join(root, 'dist')
const draft = join(root, 'dist.new')
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

/**
 * The command line and its threads: CommonJS, which starts a few milliseconds sooner, in parts that they share; a verb
 * loads its parts when it is called. See `bin/load.cjs`.
 */
const commandLine = {
  runbook: 'engine/cli/program.ts',
  'validate-worker': 'engine/cli/validate/worker.ts',
  'site-worker': 'engine/cli/site/worker.ts',
}

/** Programs that the engine starts as processes of their own. */
const programs = {
  supervisor: 'engine/run/supervisor/main.ts',
  request: 'engine/run/request/main.ts',
  change: 'engine/run/change/main.ts',
}

/** Packages that stay beside the bundle: they bring WebAssembly, or are too seldom needed to read at each start. */
const external = [/^(execa|jsonc-parser|libpg-query|shiki|@viz-js\/viz)(\/|$)/]

/**
 * What is loaded together lies in one file: each file more costs a start about half a millisecond. A group takes what its
 * files import along, unless a group above it has that already.
 */
const groups = [
  {
    name: 'base',
    test: /node_modules\/commander|engine\/(source|diagnostic|suggest|counted|duration|pattern|cli\/((?!completion|inputs|state)[^/]+|verbs\/.*|actions\/list)|library\/[^/]+|run\/refusal)\.ts/,
  },
  {
    name: 'markdown',
    test: /node_modules\/(unified|remark-parse|mdast-util-|micromark|unist-util-)|engine\/parse\/markdown\.ts/,
  },
  { name: 'between', test: /engine\/rules\/(library|settle|silence)\.ts/ },
  { name: 'page', test: /engine\/parse\/anchors\.ts/ },
  {
    name: 'check',
    test: /node_modules\/(zod|js-yaml|unbash)\/|engine\/(parse|rules)\/|schemas\/(?!journal)/,
  },
  { name: 'xstate', test: /node_modules\/xstate\// },
  { name: 'machine', test: /engine\/machine\// },
  {
    name: 'run',
    test: /engine\/(judge\.ts|run\/(?!program|change|lab|request|supervisor\/main|command\/(change|http|sql|undo))|cli\/(run|inputs|state|actions\/(run|resume)\b))|renderers\/(terminal\/(?!ink)|report|[a-z]+\.ts)/,
  },
  {
    name: 'ink',
    test: /node_modules\/(ink|react|react-reconciler|yoga-layout)\/|renderers\/terminal\/ink\//,
  },
]

/** Parts of Node that take milliseconds to load, and that a start may never come to use. */
const seldom =
  /require\("(node:(?:child_process|crypto|fs\/promises|net|sqlite|readline|tty|v8|worker_threads))"\)/g

/** A package that stays beside the bundle, imported when it is needed: `bin/load.cjs` does it for its scripts. */
const outer = /(?<![.\w$])import\(/g

/** Files of the bundle that are large, and that many starts do not come to use: the Markdown parser, the rules, the screen. */
const large = /require\("(\.\/(?:parts\/)?(?:markdown|check|ink|xstate)-[^"]+)"\)/g

/** Loads them at the first use of one of their names. */
const lazy: Plugin = {
  name: 'lazy',
  renderChunk: (code) => ({
    code: code
      .replaceAll(seldom, 'new Proxy({}, { get: (_, name) => require("$1")[name] })')
      .replaceAll(large, 'new Proxy({}, { get: (_, name) => require("$1")[name] })')
      .replaceAll(outer, 'importPackage('),
    map: null,
  }),
}

/**
 * Makes Ink a part that is loaded like the others, at once and with its compiled code: its layout engine is asked for by
 * name, not while it is loaded, and it never looks for developer tools.
 */
const inkAsPart: Plugin = {
  name: 'ink-as-part',
  resolveId: (id) => (id === 'yoga-layout' ? join(root, 'renderers/terminal/ink/yoga.ts') : null),
  transform: (code, id) => {
    if (!id.endsWith('ink/build/reconciler.js')) return null
    const apart =
      /await import\('\.\/devtools\.js'\)|import\.meta\.resolve\([^)]*\)|await loadPackageJson\(\)/g
    return { code: code.replaceAll(apart, '{}'), map: null }
  },
}

/** Names the text of the engine, so that nothing that an older engine cached is ever believed. */
function engineDigest(): string {
  const files = globSync(['{engine,renderers,schemas}/**/*.{ts,tsx}', 'package-lock.json'], {
    cwd: root,
  }).sort()
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 16)
}

const constants = {
  'process.env.RUNBOOK_ENGINE': JSON.stringify(engineDigest()),
  'process.env.NODE_ENV': '"production"',
  'process.env.RUNBOOK_VERSION': JSON.stringify(version),
}

async function bundle(input: Record<string, string>, format: 'cjs' | 'esm', ending: string): Promise<void> {
  const build = await rolldown({
    cwd: root,
    input,
    platform: 'node',
    external,
    plugins: format === 'cjs' ? [lazy, inkAsPart] : [],
    preserveEntrySignatures: 'allow-extension',
    resolve: { mainFields: ['module', 'main'] },
    transform: { define: constants },
  })
  const isCommandLine = format === 'cjs'
  const { output } = await build.write({
    dir: draft,
    format,
    minify: { compress: true, mangle: false, codegen: false },
    entryFileNames: isCommandLine ? 'parts/[name]-[hash].cjs' : `[name].${ending}`,
    chunkFileNames: `parts/[name]-[hash].${ending}`,
    ...(isCommandLine ? { codeSplitting: { groups } } : {}),
    sourcemap: true,
  })
  await build.close()
  if (isCommandLine) for (const chunk of output) if (chunk.type === 'chunk' && chunk.isEntry) nameEntry(chunk)
}

/**
 * The file of an entry, whose own name changes with its text. What entries share may lie in any of them, so to load one
 * does not start the command line: this file does.
 */
function nameEntry({ name, fileName }: OutputChunk): void {
  writeFileSync(join(draft, `${name}.cjs`), `require('./${fileName}').start?.()\n`)
}

/** The script and the stylesheet of the static site. */
async function buildSiteAssets(): Promise<void> {
  const build = await rolldown({ cwd: root, input: 'renderers/docs/client/main.ts', platform: 'browser' })
  await build.write({ file: join(draft, 'docs', 'site.js'), format: 'iife', minify: true })
  await build.close()
  cpSync(join(root, 'renderers', 'docs', 'style'), join(draft, 'docs'), { recursive: true })
}

/** The labs, file by file as in the sources: below `node_modules` Node runs no TypeScript. */
async function buildLabs(): Promise<void> {
  const sources = globSync('test/lab/*/**/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))
  const build = await rolldown({ cwd: root, input: sources, platform: 'node' })
  await build.write({
    dir: join(draft, 'lab'),
    format: 'esm',
    preserveModules: true,
    preserveModulesRoot: join(root, 'test/lab'),
    entryFileNames: '[name].js',
  })
  await build.close()
  for (const bin of globSync('test/lab/*/bin', { cwd: root })) {
    cpSync(join(root, bin), join(draft, bin.replace('test/', '')), { recursive: true })
  }
}

/**
 * Starts the verbs that must be quick, in a place of their own, so that the compiled code of all of them lies ready: see
 * `bin/load.cjs`.
 */
function warm(): void {
  const place = mkdtempSync(join(tmpdir(), 'runbook-build-'))
  const env = {
    ...process.env,
    RUNBOOK_BUILD: '1',
    RUNBOOK_STATE: place,
    XDG_CACHE_HOME: place,
    RUNBOOK_LIBRARY: join(root, 'runbooks'),
  }
  for (const words of [
    ['--version'],
    ['--help'],
    ['list'],
    ['validate'],
    ['run', 'RB-002'],
    ['runs'],
    ['show', 'RB-002'],
  ]) {
    spawnSync(process.execPath, [join(root, 'bin', 'runbook.cjs'), ...words], {
      cwd: root,
      env,
      stdio: 'ignore',
    })
  }
  rmSync(place, { recursive: true, force: true })
}

rmSync(draft, { recursive: true, force: true })
await bundle(commandLine, 'cjs', 'cjs')
await bundle(programs, 'esm', 'js')
await buildLabs()
await buildSiteAssets()
rmSync(dist, { recursive: true, force: true })
renameSync(draft, dist)
warm()
